import type { TokenIdentity } from '@tollgate/canonical';
import { ManualClock } from '../../../../test/support/time/index.js';
import { KeyCache } from '../key-cache.js';
import { hashSecret } from '../hash-secret.js';
import { FakeKeyStore } from '../test-doubles.js';
import { settingsOf, TestIssuer } from './test-doubles.js';
import { TokenAuthenticator } from './token-authenticator.js';
import { TokenVerifier } from './token-verifier.js';

const NOON = Date.parse('2026-11-26T12:00:00Z');

/** Knows callers by their users. */
class Callers extends FakeKeyStore {
  readonly identities: TokenIdentity[] = [];

  override findByToken(identity: TokenIdentity) {
    this.identities.push(identity);
    return super.findByToken(identity);
  }
}

async function setUp() {
  const issuer = await TestIssuer.create();
  const clock = new ManualClock(NOON);
  const store = new Callers();
  const cache = new KeyCache(store, clock);
  const settings = settingsOf();
  const verifier = new TokenVerifier(settings, issuer, clock);
  const verify = jest.spyOn(verifier, 'verify');
  const tokens = new TokenAuthenticator(verifier, cache, clock, settings);
  const ask = (token: string) => tokens.authenticate(token, hashSecret(token));
  const know = (user: string, changes = {}) =>
    store.set(`token of ${user}`, { kind: 'token', userId: user, ...changes });
  return { issuer, clock, store, cache, verify, tokens, ask, know };
}

it('finds who a token stands for, and knows it by what it stands for, not by its text', async () => {
  const { issuer, store, ask, know } = await setUp();
  know('ann');
  const [one, other] = await Promise.all([issuer.sign(NOON, { jti: '1' }), issuer.sign(NOON, { jti: '2' })]);
  const [first, second] = [await ask(one), await ask(other)];
  expect(first).toMatchObject({ ok: true, value: { kind: 'token', userId: 'ann', token: { userId: 'ann' } } });
  expect(second).toEqual(first);
  expect(store.identities).toHaveLength(1);
});

it('looks at a signature once, until the issuer may have given the key up', async () => {
  const { issuer, clock, verify, ask, know } = await setUp();
  know('ann');
  const token = await issuer.sign(NOON);
  for (let count = 0; count < 3; count += 1) expect((await ask(token)).ok).toBe(true);
  expect(verify).toHaveBeenCalledTimes(1);
  clock.advance(600_000);
  await ask(token);
  expect(verify).toHaveBeenCalledTimes(2);
});

it('never takes one token for another that begins or ends like it', async () => {
  const { issuer, ask, know } = await setUp();
  know('ann');
  const token = await issuer.sign(NOON);
  expect((await ask(token)).ok).toBe(true);
  const [header = '', payload = '', signature = ''] = token.split('.');
  const forged = Buffer.from(JSON.stringify({ sub: 'root', exp: NOON })).toString('base64url');
  for (const other of [`${header}.${forged}.${signature}`, `${token}A`, `${header}.${payload}.`])
    expect((await ask(other)).ok).toBe(false);
});

it('refuses a token that it knows once it has ended', async () => {
  const { issuer, clock, ask, know } = await setUp();
  know('ann');
  const token = await issuer.sign(NOON, { exp: NOON / 1000 + 60 });
  expect((await ask(token)).ok).toBe(true);
  clock.advance(91_000);
  expect(await ask(token)).toMatchObject({ ok: false, error: { code: 'invalid_token' } });
});

it('refuses whoever is not known here, in words of the token itself', async () => {
  const { issuer, ask } = await setUp();
  expect(await ask(await issuer.sign(NOON))).toMatchObject({
    ok: false,
    error: {
      code: 'token_not_allowed',
      message: 'Authentication Error, The token is of user ann, which this gateway does not know together.',
    },
  });
});

it.each([
  ['user', 'ann'],
  ['team', 't1'],
])('forgets who it stands for when its %s changes, and judges blocked callers at each use', async (kind, id) => {
  const { issuer, cache, ask, know } = await setUp();
  know('ann', { teamId: 't1' });
  const token = await issuer.sign(NOON);
  expect((await ask(token)).ok).toBe(true);
  know('ann', { teamId: 't1', blocked: true });
  expect((await ask(token)).ok).toBe(true);
  cache.invalidate([{ epoch: 1n, kind, id }]);
  expect(await ask(token)).toMatchObject({ ok: false, error: { code: 'blocked_key' } });
});

it('recognises what has the form of a token, and no key', async () => {
  const { tokens } = await setUp();
  expect(
    ['a.b.c', 'a.b.', 'sk-a.b.c', 'a.b', 'a.b.c.d', 'a b.c.d', ''].map((secret) => tokens.recognises(secret)),
  ).toEqual([true, true, false, false, false, false, false]);
});
