import { createHmac } from 'node:crypto';
import { generateKeyPair, SignJWT } from 'jose';
import { ManualClock } from '../../../../test/support/time/index.js';
import { AUDIENCE, ISSUER, issuerOf, KEYS_URL, settingsOf, TestIssuer } from './test-doubles.js';
import { TokenVerifier } from './token-verifier.js';

const NOON = Date.parse('2026-11-26T12:00:00Z');
let issuer: TestIssuer;
let clock: ManualClock;
beforeEach(async () => {
  issuer = await TestIssuer.create();
  clock = new ManualClock(NOON);
});

const verifier = (settings = settingsOf()) => new TokenVerifier(settings, issuer, clock);
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

async function refusalOf(token: string, on = verifier()): Promise<string> {
  const outcome = await on.verify(token);
  if (outcome.ok) throw new Error('the token was taken');
  return `${outcome.error.code} ${outcome.error.message.replace('Authentication Error, Token validation failed: ', '')}`;
}

it('takes a token that its issuer signed for us, with its claims and its end', async () => {
  const outcome = await verifier().verify(await issuer.sign(NOON, { email: 'a@b.c' }));
  expect(outcome).toMatchObject({
    ok: true,
    value: { claims: { sub: 'ann', email: 'a@b.c' }, expiresAt: NOON + 3_600_000 },
  });
});

describe('refuses', () => {
  const claims = { iss: ISSUER, aud: AUDIENCE, sub: 'ann', exp: NOON / 1000 + 60 };

  it.each(['none', 'None', 'NONE', ''])('the algorithm %j', async (alg) => {
    const token = `${encode({ alg, kid: 'one' })}.${encode(claims)}.`;
    expect(await refusalOf(token)).toMatch(/^invalid_token (its algorithm is not allowed|it is malformed)$/);
  });

  it('HS256 with the public key as the secret, in every form that the key has', async () => {
    const pem = await issuer.publicPem();
    const forms = [
      pem,
      pem.trim(),
      JSON.stringify(await issuer.jwk()),
      Buffer.from(pem.split('\n').slice(1, -1).join(''), 'base64'),
    ];
    for (const secret of forms) {
      const signed = `${encode({ alg: 'HS256', kid: 'one' })}.${encode(claims)}`;
      const token = `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
      expect(await refusalOf(token)).toBe('invalid_token its algorithm is not allowed');
    }
  });

  it('another algorithm than the key is for', async () => {
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'PS256', kid: 'one' })
      .sign(
        await crypto.subtle.importKey(
          'pkcs8',
          await crypto.subtle.exportKey('pkcs8', issuer.pair.privateKey),
          { name: 'RSA-PSS', hash: 'SHA-256' },
          false,
          ['sign'],
        ),
      );
    expect(await refusalOf(token)).toBe('invalid_token its issuer has no key that signed it');
  });

  it('a shared secret that stands in the key set by mistake', async () => {
    const secret = Buffer.from('a secret that should not be here');
    issuer.documents.set(KEYS_URL, { keys: [{ kty: 'oct', kid: 'one', k: secret.toString('base64url') }] });
    const token = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'one' }).sign(secret);
    expect(await refusalOf(token)).toBe('invalid_token its algorithm is not allowed');
  });

  it.each([
    ['another audience', { aud: 'others' }, 'its claim aud is not as it has to be'],
    ['no audience', { aud: undefined }, 'its claim aud is not as it has to be'],
    ['another issuer', { iss: 'https://evil.example.com' }, 'its claim iss is not as it has to be'],
    ['no issuer', { iss: undefined }, 'its claim iss is not as it has to be'],
    ['an end that is over', { exp: NOON / 1000 - 31 }, 'it has expired'],
    ['no end', { exp: undefined }, 'its claim exp is not as it has to be'],
    ['a beginning that is to come', { nbf: NOON / 1000 + 31 }, 'its claim nbf is not as it has to be'],
    ['an end that is no number', { exp: 'tomorrow' }, 'its claim exp is not as it has to be'],
    ['an end that is a text of a number', { exp: '9999999999' }, 'its claim exp is not as it has to be'],
  ])('%s', async (_fault, changes, reason) => {
    expect(await refusalOf(await issuer.sign(NOON, changes))).toBe(`invalid_token ${reason}`);
  });

  it.each([
    ['exp', { exp: NOON / 1000 - 29 }],
    ['nbf', { nbf: NOON / 1000 + 29 }],
  ])('nothing for clocks that differ by less than half a minute (%s)', async (_claim, changes) => {
    expect((await verifier().verify(await issuer.sign(NOON, changes))).ok).toBe(true);
  });

  it('another’s signature under a known id of a key', async () => {
    const other = await TestIssuer.create();
    expect(await refusalOf(await other.sign(NOON))).toBe('invalid_token its signature is wrong');
  });

  it('claims that were changed under a good signature', async () => {
    const [header = '', , signature = ''] = (await issuer.sign(NOON)).split('.');
    expect(await refusalOf(`${header}.${encode({ ...claims, sub: 'root' })}.${signature}`)).toBe(
      'invalid_token its signature is wrong',
    );
  });

  it('an extension that nobody knows', async () => {
    const header = { crit: ['b64'], b64: false };
    const token = `${encode({ alg: 'RS256', kid: 'one', ...header })}.${encode(claims)}.AAAA`;
    expect(await refusalOf(token)).toMatch(/^invalid_token /);
  });

  it.each(['a.b.c', '..', 'a..', `${'x'.repeat(9_000)}.y.z`, 'é.é.é', ' . . '])(
    'what is no token: %j',
    async (token) => {
      expect(await refusalOf(token)).toMatch(/^invalid_token (it is malformed|its .*)$/);
    },
  );
});

it('asks no address that a token names', async () => {
  const evil = await TestIssuer.create('evil');
  const url = 'https://evil.example.com/keys';
  issuer.documents.set(url, { keys: [await evil.jwk()] });
  const header = { jku: url, x5u: url, jwk: await evil.jwk(), x5c: ['AAAA'] };
  expect(await refusalOf(await evil.sign(NOON, {}, header))).toBe('invalid_token its issuer has no key that signed it');
  expect(new Set(issuer.asked)).toEqual(new Set([KEYS_URL]));
});

describe('keys', () => {
  it('are read once for many tokens, and not waited for when they are old', async () => {
    const on = verifier();
    for (const sub of ['a', 'b', 'c']) expect((await on.verify(await issuer.sign(NOON, { sub }))).ok).toBe(true);
    expect(issuer.asked).toHaveLength(1);
    clock.advance(601_000);
    issuer.failing = true;
    expect((await on.verify(await issuer.sign(clock.now()))).ok).toBe(true);
    expect(issuer.asked).toHaveLength(2);
  });

  it('that nobody knows are asked for once in half a minute, however many tokens name them', async () => {
    const on = verifier();
    await on.prepare();
    clock.advance(30_001);
    for (let count = 0; count < 20; count += 1) {
      const two = await Promise.all(
        ['a', 'b'].map((kid) => issuer.sign(clock.now(), {}, { kid: kid + String(count) })),
      );
      const refusals = await Promise.all(two.map((token) => refusalOf(token, on)));
      expect(new Set(refusals)).toEqual(new Set(['invalid_token its issuer has no key that signed it']));
      clock.advance(1_000);
    }
    expect(issuer.asked).toHaveLength(2);
  });

  it('that are new are found', async () => {
    const on = verifier();
    await on.prepare();
    const next = await TestIssuer.create('two');
    issuer.documents.set(KEYS_URL, { keys: [await issuer.jwk(), await next.jwk()] });
    clock.advance(30_001);
    expect((await on.verify(await next.sign(clock.now()))).ok).toBe(true);
  });

  it('without an id are tried one after the other', async () => {
    const others = await Promise.all(['two', 'three'].map((kid) => TestIssuer.create(kid)));
    const keys = await Promise.all([...others, issuer].map((one) => one.jwk()));
    issuer.documents.set(KEYS_URL, { keys: keys.map(({ kid: _kid, ...key }) => key) });
    expect((await verifier().verify(await issuer.sign(NOON, {}, { kid: undefined }))).ok).toBe(true);
  });

  it('that cannot be read are no reason to call a token bad', async () => {
    issuer.failing = true;
    expect(await refusalOf(await issuer.sign(NOON))).toMatch(
      /^store_unavailable The identity provider's keys cannot be read/,
    );
  });

  it('are found by the OpenID configuration', async () => {
    const url = `${ISSUER}/.well-known/openid-configuration`;
    issuer.documents.set(url, { issuer: ISSUER, jwks_uri: KEYS_URL });
    const on = verifier(settingsOf({ issuers: [issuerOf({ keyUrls: [url] })] }));
    expect((await on.verify(await issuer.sign(NOON))).ok).toBe(true);
    expect(issuer.asked).toEqual([url, KEYS_URL]);
  });

  it('of elliptic curves are good as well', async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
    const { exportJWK } = await import('jose');
    issuer.documents.set(KEYS_URL, { keys: [{ ...(await exportJWK(publicKey)), kid: 'ec' }] });
    const token = await new SignJWT({ iss: ISSUER, aud: AUDIENCE, exp: NOON / 1000 + 60 })
      .setProtectedHeader({ alg: 'ES256', kid: 'ec' })
      .sign(privateKey);
    expect((await verifier().verify(token)).ok).toBe(true);
  });
});

it('tells two issuers apart: each one’s keys are good for its own tokens alone', async () => {
  const second = await TestIssuer.create('one');
  const other = 'https://second.example.com';
  issuer.documents.set(`${other}/jwks`, { keys: [await second.jwk()] });
  const on = verifier(
    settingsOf({
      issuers: [issuerOf(), issuerOf({ issuer: other, keyUrls: [`${other}/jwks`], claims: { teamId: 'sub' } })],
    }),
  );
  expect(await on.verify(await second.sign(NOON, { iss: other }))).toMatchObject({
    ok: true,
    value: { issuer: { issuer: other } },
  });
  expect(await refusalOf(await second.sign(NOON), on)).toBe('invalid_token its signature is wrong');
  expect(await refusalOf(await second.sign(NOON, { iss: 'https://third' }), on)).toBe(
    'invalid_token it is of no issuer that is trusted here',
  );
});
