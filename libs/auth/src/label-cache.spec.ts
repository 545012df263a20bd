import type { Label } from '@tollgate/canonical';
import { LabelCache } from './label-cache.js';
import { FakeLabelStore } from './test-doubles.js';
import { ManualClock, settled } from '../../../test/support/time/index.js';

const LABEL: Label = { id: 'a', blocked: false, limits: {}, limited: false };
const open = (bounds = { perSecond: 100, atOnce: 10 }) => {
  const [store, epochs] = [new FakeLabelStore(), { stale: false, isStale: () => epochs.stale }];
  return { store, epochs, cache: new LabelCache(store, epochs, new ManualClock(), bounds) };
};
const change = (kind: string, id: string) => ({ epoch: 1n, kind, id });

describe('LabelCache', () => {
  it('asks the store once for callers that come together, and then knows also what is not there', async () => {
    const { store, cache } = open();
    store.labels.set('a', LABEL);
    expect(cache.peek(['a', 'b'], undefined)).toBeUndefined();
    const found = await Promise.all([cache.find(['a', 'b'], undefined), cache.find(['a', 'b'], undefined)]);
    for (const outcome of found) expect(outcome.ok && [...outcome.value.labels.values()]).toEqual([LABEL]);
    expect(cache.peek(['b'], undefined)?.labels.size).toBe(0);
    expect(store.asked).toBe(1);
  });

  it('forgets what changed, a name that stood for nothing included, and nothing else', async () => {
    const { store, cache } = open();
    await cache.find(['a', 'b'], undefined);
    store.labels.set('a', LABEL);
    cache.changed([change('customer', 'a'), change('key', 'b')]);
    expect(cache.peek(['b'], undefined)).toBeDefined();
    expect(cache.peek(['a'], undefined)).toBeUndefined();
    const found = await cache.find(['a'], undefined);
    expect(found.ok && found.value.labels.get('a')).toEqual(LABEL);
    cache.everything();
    expect(cache.peek(['b'], undefined)).toBeUndefined();
  });

  it('says nothing of anybody while changes have not been heard of for longer than the grace, and goes on after', async () => {
    const { store, epochs, cache } = open();
    store.labels.set('a', LABEL);
    await cache.find(['a'], undefined);
    epochs.stale = true;
    expect(cache.peek(['a'], undefined)).toBeUndefined();
    expect(await cache.find(['a'], undefined)).toMatchObject({ ok: false, error: { code: 'store_unavailable' } });
    epochs.stale = false;
    expect(cache.peek(['a'], undefined)?.labels.get('a')).toEqual(LABEL);
    expect(store.asked).toBe(1);
  });

  it('forgets a budget that changed with all who are linked to it', async () => {
    const { store, cache } = open();
    store.labels.set('a', { ...LABEL, budgetId: 'x' });
    store.budgets.set('x', { limits: { maxBudget: 5n } });
    await cache.find(['a', 'b'], 'x');
    expect(cache.peek(['b'], 'x')?.budget).toEqual({ limits: { maxBudget: 5n } });
    cache.changed([change('budget', 'x')]);
    expect(cache.peek(['a'], undefined)).toBeUndefined();
    expect(cache.peek(['b'], undefined)).toBeDefined();
    expect(cache.peek(['b'], 'x')).toBeUndefined();
  });

  it('forgets what is linked to each of several budgets that changed together', async () => {
    const { store, cache } = open();
    for (const id of ['a', 'b', 'c']) store.labels.set(id, { ...LABEL, id, budgetId: `of ${id}` });
    await cache.find(['a', 'b', 'c'], undefined);
    cache.changed([change('budget', 'of a'), change('budget', 'of b')]);
    expect(['a', 'b', 'c'].map((id) => cache.peek([id], undefined) !== undefined)).toEqual([false, false, true]);
  });

  it('does not keep what was loaded before a change', async () => {
    const { store, cache } = open();
    store.waiting = [];
    const first = cache.find(['a'], undefined);
    await settled();
    store.labels.set('a', { ...LABEL, blocked: true });
    cache.changed([change('customer', 'a')]);
    const waiting = store.waiting;
    store.waiting = undefined;
    for (const resolve of waiting) resolve();
    const found = await first;
    expect(found.ok && found.value.labels.get('a')?.blocked).toBe(true);
  });

  it('answers 503 when the store is away or too many names are looked up', async () => {
    const { store, cache } = open({ perSecond: 1, atOnce: 1 });
    store.failing = true;
    expect(await cache.find(['a'], undefined)).toMatchObject({ ok: false, error: { code: 'store_unavailable' } });
    expect(await cache.find(['b'], undefined)).toMatchObject({ ok: false, error: { code: 'overloaded' } });
  });
});
