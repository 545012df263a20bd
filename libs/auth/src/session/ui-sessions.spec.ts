import { ManualClock } from '../../../../test/support/time/index.js';
import { KeyCache } from '../key-cache.js';
import { FakeKeyStore } from '../test-doubles.js';
import { FakeSessionStore } from './test-doubles.js';
import { hashPassword } from './password-hash.js';
import { UiSessions } from './ui-sessions.js';

const UI = { username: 'admin', password: 'the password' };
const WRONG = { ...UI, password: 'a guess' };
const HERE = '192.0.2.1';

function open() {
  const clock = new ManualClock(1_000_000);
  const keys = new FakeKeyStore();
  keys.set('token of default_user_id', { kind: 'token', role: 'proxy_admin' });
  const store = new FakeSessionStore();
  const cache = new KeyCache(keys, clock);
  const of = (credentials = UI) => new UiSessions(store, cache, clock, credentials);
  return { clock, keys, store, cache, of };
}

async function secretOf(sessions: UiSessions): Promise<string> {
  const opened = await sessions.login(UI, HERE);
  if (!opened.ok) throw opened.error;
  return opened.value.secret;
}

it('a new password ends every session of the old, and the store holds nothing that a session is found by', async () => {
  const { store, of } = open();
  const secret = await secretOf(of());
  expect((await of().authenticate(secret)).ok).toBe(true);
  expect((await of({ ...UI, password: 'another' }).authenticate(secret)).ok).toBe(false);
  for (const hash of store.sessions.keys()) expect((await of().authenticate(hash)).ok).toBe(false);
});

it('a session’s caller is blocked with its user', async () => {
  const { keys, cache, of } = open();
  const secret = await secretOf(of());
  keys.set('token of default_user_id', { kind: 'token', role: 'proxy_admin', blocked: true });
  cache.clear();
  expect(await of().authenticate(secret)).toMatchObject({ ok: false, error: { code: 'blocked_key' } });
});

it('after ten wrong passwords an address waits until five minutes are over, with the right one too; others do not', async () => {
  const { clock, of } = open();
  const sessions = of();
  for (let count = 0; count < 10; count += 1)
    expect(await sessions.login(WRONG, HERE)).toMatchObject({ ok: false, error: { code: 'invalid_credentials' } });
  clock.advance(60_000);
  expect(await sessions.login(UI, HERE)).toMatchObject({
    ok: false,
    error: { code: 'rate_limited', retryAfterMs: 240_000 },
  });
  expect((await sessions.login(UI, '192.0.2.2')).ok).toBe(true);
  clock.advance(240_000);
  expect((await sessions.login(UI, HERE)).ok).toBe(true);
});

it('the right password is no guess, and forgives none: who has one of his own guesses no other’s with it', async () => {
  const { of } = open();
  const sessions = of();
  for (let count = 0; count < 9; count += 1) {
    await sessions.login(WRONG, HERE);
    expect((await sessions.login(UI, HERE)).ok).toBe(true);
  }
  await sessions.login(WRONG, HERE);
  expect(await sessions.login(UI, HERE)).toMatchObject({ ok: false, error: { code: 'rate_limited' } });
});

describe('a user’s own password', () => {
  const USER = { userId: 'ann', role: 'internal_user' } as const;
  const OWN = { username: 'ann', password: 'her own password' };

  async function openAnn() {
    const opened = open();
    opened.keys.set('token of ann', { kind: 'token', role: 'internal_user' });
    opened.store.holders.set('ann', { ...USER, passwordHash: await hashPassword(OWN.password) });
    return opened;
  }

  it('opens a session as the user, and a wrong one none', async () => {
    const { of } = await openAnn();
    const opened = await of().login(OWN, HERE);
    expect(opened).toMatchObject({ ok: true, value: USER });
    if (opened.ok)
      expect(await of().authenticate(opened.value.secret)).toMatchObject({
        ok: true,
        value: { role: 'internal_user' },
      });
    for (const wrong of [
      { ...OWN, password: UI.password },
      { ...OWN, username: 'bob' },
      { ...UI, username: 'ann' },
    ])
      expect(await of().login(wrong, HERE)).toMatchObject({ ok: false, error: { code: 'invalid_credentials' } });
  });

  it('opens none when it has been changed while it was judged', async () => {
    const { store, of } = await openAnn();
    const stale = { ...USER, passwordHash: 'the one before' };
    expect(await of().openFor(stale)).toBeUndefined();
    expect(store.sessions.size).toBe(0);
  });

  it('is never the operator’s: a user of that id signs in with the operator’s password alone', async () => {
    const { store, of } = await openAnn();
    const named = {
      userId: 'default_user_id',
      role: 'internal_user',
      passwordHash: await hashPassword('her own password'),
    } as const;
    store.holders.set('default_user_id', named);
    expect((await of().login({ ...OWN, username: 'default_user_id' }, HERE)).ok).toBe(false);
  });
});
