import { hashSecret } from './hash-secret.js';
import { KEY_CACHE_OPTIONS, KeyCache, type KeyCacheOptions } from './key-cache.js';
import { FakeKeyStore } from './test-doubles.js';
import { ManualClock, settled } from '../../../test/support/time/index.js';

const KEY = 'sk-virtual-0123456789';
const HASH = hashSecret(KEY);

function open(options: Partial<KeyCacheOptions> = {}) {
  const clock = new ManualClock();
  const store = new FakeKeyStore();
  return { clock, store, cache: new KeyCache(store, clock, { ...KEY_CACHE_OPTIONS, ...options }) };
}
const change = (kind: string, id: string) => ({ epoch: 1n, kind, id });

describe('KeyCache', () => {
  it('asks the store once for callers that come together, and not again after', async () => {
    const { cache, store } = open();
    const principal = store.set(KEY);
    expect(await Promise.all([cache.find(HASH), cache.find(HASH)])).toEqual([
      { ok: true, value: principal },
      { ok: true, value: principal },
    ]);
    await cache.find(HASH);
    expect(store.asked).toHaveLength(1);
  });

  it('remembers an unknown key for a short while', async () => {
    const { cache, store, clock } = open();
    await cache.find(HASH);
    clock.advance(KEY_CACHE_OPTIONS.unknownTtlMs - 1);
    await cache.find(HASH);
    expect(store.asked).toHaveLength(1);
    clock.advance(2);
    await cache.find(HASH);
    expect(store.asked).toHaveLength(2);
  });

  it('forgets unknown keys with every change, so that a new key works at once', async () => {
    const { cache, store } = open();
    await cache.find(HASH);
    const principal = store.set(KEY);
    cache.invalidate([change('key', principal.keyId)]);
    expect(await cache.find(HASH)).toEqual({ ok: true, value: principal });
  });

  it.each([
    ['key', 'k'],
    ['user', 'u'],
    ['team', 't'],
    ['team_member', 'm'],
    ['project', 'p'],
    ['organization', 'o'],
    ['customer', 'c'],
  ])('drops a key when its %s changes', async (kind, id) => {
    const { cache, store } = open();
    const ids = { keyId: 'k', userId: 'u', teamId: 't', teamMemberId: 'm', projectId: 'p', organizationId: 'o' };
    store.set(KEY, { ...ids, scopes: [{ scope: 'customer', id: 'c', limits: {} }] });
    await cache.find(HASH);
    cache.invalidate([change(kind, 'another')]);
    await cache.find(HASH);
    expect(store.asked).toHaveLength(1);
    const changed = store.set(KEY, { ...ids, blocked: true });
    cache.invalidate([change(kind, id)]);
    expect(await cache.find(HASH)).toEqual({ ok: true, value: changed });
  });

  it('drops everything for a change whose reach it cannot tell', async () => {
    const { cache, store } = open();
    store.set(KEY);
    await cache.find(HASH);
    cache.invalidate([change('something', 'm')]);
    await cache.find(HASH);
    expect(store.asked).toHaveLength(2);
  });

  it('drops, for a budget that changed, the keys that are linked to it or held by who is, and no others', async () => {
    const { cache, store } = open();
    store.set(KEY, { budgetIds: ['b'] });
    await cache.find(HASH);
    cache.invalidate([change('budget', 'other')]);
    await cache.find(HASH);
    expect(store.asked).toHaveLength(1);
    cache.invalidate([change('budget', 'b')]);
    await cache.find(HASH);
    expect(store.asked).toHaveLength(2);
  });

  it('throws a load away that began before a change, and lets later callers not join it', async () => {
    const { cache, store } = open();
    const before = store.set(KEY);
    store.paused = true;
    const first = cache.find(HASH);
    await settled();
    const after = store.set(KEY, { blocked: true });
    cache.invalidate([change('key', before.keyId)]);
    store.paused = false;
    expect(await cache.find(HASH)).toEqual({ ok: true, value: after });
    store.paused = true;
    store.release();
    await settled();
    expect(await cache.find(HASH)).toEqual({ ok: true, value: after });
    store.release();
    expect(await first).toEqual({ ok: true, value: after });
  });

  it('does not keep as unknown what was created while it was being looked up', async () => {
    const { cache, store } = open();
    store.paused = true;
    const first = cache.find(HASH);
    await settled();
    const principal = store.set(KEY);
    cache.invalidate([change('key', principal.keyId)]);
    store.paused = false;
    store.release();
    await first;
    expect(await cache.find(HASH)).toEqual({ ok: true, value: principal });
  });

  it('answers 503 with Retry-After to look-ups beyond their rate, and takes them again later', async () => {
    const { cache, clock } = open({ lookups: { perSecond: 2, atOnce: 10 } });
    const answers = await Promise.all(['a', 'b', 'c'].map((secret) => cache.find(secret)));
    expect(answers.map((answer) => answer.ok)).toEqual([true, true, false]);
    expect(answers[2]).toMatchObject({ error: { code: 'overloaded', status: 503, retryAfterMs: 1000 } });
    clock.advance(500);
    expect((await cache.find('c')).ok).toBe(true);
  });

  it('answers 503 to look-ups beyond those that may run at once', async () => {
    const { cache, store } = open({ lookups: { perSecond: 100, atOnce: 1 } });
    store.paused = true;
    const first = cache.find('a');
    expect(await cache.find('b')).toMatchObject({ error: { code: 'overloaded' } });
    store.paused = false;
    store.release();
    expect((await first).ok).toBe(true);
    expect((await cache.find('b')).ok).toBe(true);
  });

  it('serves known keys whatever the look-ups are at', async () => {
    const { cache, store } = open({ lookups: { perSecond: 1, atOnce: 1 } });
    store.set(KEY);
    await cache.find(HASH);
    await cache.find('flood');
    expect((await cache.find(HASH)).ok).toBe(true);
  });

  it('keeps no more keys than it may', async () => {
    const { cache, store } = open({ keysMax: 2 });
    for (const secret of ['sk-1', 'sk-2', 'sk-3']) {
      store.set(secret);
      await cache.find(hashSecret(secret));
    }
    await cache.find(hashSecret('sk-1'));
    expect(store.asked).toHaveLength(4);
  });

  it('keeps nothing of a look-up that failed', async () => {
    const { cache, store } = open();
    const principal = store.set(KEY);
    store.failing = true;
    expect(await cache.find(HASH)).toMatchObject({ error: { code: 'store_unavailable' } });
    store.failing = false;
    expect(await cache.find(HASH)).toEqual({ ok: true, value: principal });
  });
});
