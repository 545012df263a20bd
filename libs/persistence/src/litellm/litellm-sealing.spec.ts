import { createHash } from 'node:crypto';
import { xsalsa20poly1305 } from '@noble/ciphers/salsa.js';
import { openLiteLlm, openMembers } from './litellm-sealing.js';

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));

/** As LiteLLM seals it: nonce, tag, text. */
function seal(text: string, saltKey: string): string {
  const nonce = new Uint8Array(24).fill(7);
  const key = createHash('sha256').update(saltKey).digest();
  return Buffer.concat([nonce, xsalsa20poly1305(key, nonce).encrypt(new TextEncoder().encode(text))])
    .toString('base64')
    .replaceAll('+', '-')
    .replaceAll('/', '_');
}

describe('openLiteLlm', () => {
  it('opens with the salt key, and with no other', () => {
    expect(openLiteLlm(seal('sk-live-ä', 'salt'), 'salt')).toBe('sk-live-ä');
    expect(openLiteLlm(seal('sk-live', 'salt'), 'other')).toBeUndefined();
  });

  it.each(['openai/gpt-4o', 'https://api.example.com/v1', 'os.environ/OPENAI_API_KEY', 'us-east-1', ''])(
    'leaves %j as it stands: it is no box',
    (text) => {
      expect(openLiteLlm(text, 'salt')).toBe(text);
    },
  );

  it('opens no box that was changed or cut, and none of a form that is not known', () => {
    const sealed = seal('sk-live', 'salt');
    const changed = `${sealed.slice(0, 40)}${sealed[40] === 'A' ? 'B' : 'A'}${sealed.slice(41)}`;
    expect(
      [changed, sealed.slice(0, -4), 'v2:gcm:abcd', 'v4:gcm:abcd'].map((text) => openLiteLlm(text, 'salt')),
    ).toEqual([undefined, undefined, undefined, undefined]);
  });

  // made with the package that LiteLLM uses, `cryptography` 48.0.0, from the salt key `salt` and the nonce 00 01 … 0b
  it.each([
    ['under the SHA-256 of the salt key', 'v2:gcm:AAECAwQFBgcICQoLs5pbx-Xkf2tYwSF5hslCkPxg-gw7BYpYPcM='],
    ['under a key derived from it', 'v3:gcm:AAECAwQFBgcICQoLAcoK56kLjRm8OiSALF2yoOXcBFKo-zFoMQM='],
  ])('opens AES-256-GCM %s, and with no other, nor changed', (_how, sealed) => {
    expect(openLiteLlm(sealed, 'salt')).toBe('sk-live-ä');
    expect(openLiteLlm(sealed, 'other')).toBeUndefined();
    expect(openLiteLlm(sealed.replace('gcm:A', 'gcm:B'), 'salt')).toBeUndefined();
  });

  it('opens all members of an object or none', () => {
    const members = { a: seal('one', 'salt'), b: { c: seal('two', 'salt'), d: 5 }, e: null };
    expect(openMembers(members, 'salt')).toEqual({ a: 'one', b: { c: 'two', d: 5 } });
    expect(openMembers({ ...members, f: seal('three', 'other') }, 'salt')).toBeUndefined();
  });

  it('is NaCl’s secret box: the vector of its own tests', () => {
    const key = hex('1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389');
    const nonce = hex('69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37');
    const box = hex(
      'f3ffc7703f9400e52a7dfb4b3d3305d98e993b9f48681273c29650ba32fc76ce48332ea7164d96a4476fb8c531a1186ac0dfc17c98dce87b4da7f011ec48c972' +
        '71d2c20f9b928fe2270d6fb863d51738b48eeee314a7cc8ab932164548e526ae90224368517acfeabd6bb3732bc0e9da99832b61ca01b6de56244a9e88d5f9b3' +
        '7973f622a43d14a6599b1f654cb45a74e355a5',
    );
    expect(Buffer.from(xsalsa20poly1305(key, nonce).decrypt(box)).toString('hex')).toMatch(
      /^be075fc53c81f2d5cf141316ebeb0c7b/,
    );
  });
});
