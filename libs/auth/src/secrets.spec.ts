import { generateSecret } from './generate-secret.js';
import { hashSecret } from './hash-secret.js';
import { maskForeign, maskSecret } from './mask-secret.js';
import { invalidChosenSecret, validateChosenSecret } from './validate-chosen-secret.js';

describe('secrets', () => {
  it('are hashed as LiteLLM hashes them', () => {
    expect(hashSecret('sk-1234')).toBe('88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b');
  });

  it('are generated with sk- and 128 bits, never twice', () => {
    const secrets = new Set(Array.from({ length: 100 }, generateSecret));
    expect(secrets.size).toBe(100);
    for (const secret of secrets) expect(secret).toMatch(/^sk-[A-Za-z0-9_-]{22}$/);
  });

  it('show no more than their last four characters', () => {
    expect(maskSecret('sk-0123456789abcd')).toBe('sk-...abcd');
    expect(maskSecret('sk-nope')).toBe('sk-...');
    expect(maskForeign('not-a-key')).toBe('not-****-key');
    expect(maskForeign('short')).toBe('****');
  });

  it('may be chosen by anyone from 32 characters that look random on, as generated ones would', () => {
    for (let index = 0; index < 50; index += 1) {
      const secret = `sk-${generateSecret().slice(3)}${generateSecret().slice(3)}`.slice(0, 35);
      expect(validateChosenSecret(secret, 'internal_user')).toEqual({ ok: true, value: secret });
    }
  });

  it.each([
    'sk-tooshort1234567',
    `sk-${'a1'.repeat(20)}`,
    `sk-${'a'.repeat(40)}`,
    'sk-has a space in it and is long 12345',
    `sk-${'x1Y'.repeat(100)}`,
  ])('may not be %s', (secret) => {
    expect(validateChosenSecret(secret, 'internal_user')).toMatchObject({
      ok: false,
      error: { message: invalidChosenSecret().message },
    });
  });

  it('may be chosen by a proxy admin from 16 characters on', () => {
    expect(validateChosenSecret('sk-0123456789abc', 'proxy_admin').ok).toBe(true);
    expect(validateChosenSecret('sk-0123456789ab', 'proxy_admin').ok).toBe(false);
  });

  it('must begin with sk-', () => {
    expect(validateChosenSecret('bad-abcdfix0', 'proxy_admin')).toMatchObject({
      ok: false,
      error: {
        status: 400,
        message: "Invalid key format. LiteLLM Virtual Key must start with 'sk-'. Received: bad-****fix0",
      },
    });
  });
});
