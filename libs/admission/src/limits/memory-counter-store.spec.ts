import type { CounterRef } from '@tollgate/canonical';
import type { CounterStoreHarness } from './counter-store-harness.contract.js';
import { describeCounterStoreContract } from './counter-store.contract.js';
import type { MoneyAsk } from './counter-store.port.js';
import { MemoryCounterStore } from './memory-counter-store.js';
import { FakeBalances, FakeProgress, storeAsk, STARTED_AT } from './test-doubles.js';
import { ManualClock, settled } from '../../../../test/support/time/index.js';

function open(options: { countersMax?: number } = {}) {
  const clock = new ManualClock(STARTED_AT);
  const balances = new FakeBalances();
  const progress = new FakeProgress();
  return { clock, balances, progress, store: new MemoryCounterStore(clock, balances, progress, options) };
}

// so few counters that each step makes room for others
describeCounterStoreContract('MemoryCounterStore', () => {
  const { clock, balances, progress, store } = open({ countersMax: 4 });
  const harness: CounterStoreHarness = {
    store,
    clock,
    setBalance: ({ scope, id, window }, balance, pending = 0n) => {
      balances.balances.set(`${scope}/${id}/${window.start}`, balance);
      balances.pending.set(`${scope}/${id}/${window.start}`, pending);
    },
    recordAppended: () => {
      progress.append();
      progress.commitAll();
    },
  };
  return Promise.resolve(harness);
});

describe('MemoryCounterStore', () => {
  const money = (id: string, limit = 1000n): CounterRef => ({
    scope: 'key',
    id,
    kind: 'money',
    window: { start: 0 },
    limit,
  });
  const ask: MoneyAsk = {
    inputNano: 10n,
    outputNanoPerMillion: 1_000_000n,
    clientLimit: 90,
    outputMax: 90,
    outputMin: 1,
    floor: 90,
    needsWholeAnswer: false,
    unlimited: false,
  };
  const asking = (clock: ManualClock, counter: CounterRef) =>
    storeAsk(clock, { counters: [counter], scopes: [counter], money: ask });

  it('asks the ledger once for a counter, however many calls see it first', async () => {
    const { clock, balances, store } = open();
    await Promise.all([1, 2, 3, 4].map(() => store.reserve(asking(clock, money('a')))));
    expect(balances.reads).toBe(1);
  });

  it('rejects while the ledger cannot be read, and reads it again afterwards', async () => {
    const { clock, balances, store } = open();
    balances.failing = true;
    await expect(store.reserve(asking(clock, money('a')))).rejects.toThrow('the ledger is down');
    balances.failing = false;
    expect((await store.reserve(asking(clock, money('a')))).kind).toBe('granted');
  });

  it('reads the ledger only after the journal’s records of that moment are in it', async () => {
    const { clock, balances, progress, store } = open();
    progress.append();
    const answer = store.reserve(asking(clock, money('a')));
    await settled();
    expect(balances.reads).toBe(0);
    progress.commitAll();
    expect((await answer).kind).toBe('granted');
  });

  it('counts a request once that ends while its counter is being read', async () => {
    const { clock, balances, progress, store } = open();
    const before = storeAsk(clock, { scopes: [{ scope: 'key', id: 'a' }] });
    await store.reserve(before);
    let ended = false;
    balances.duringRead = () => {
      if (ended) return;
      ended = true;
      progress.append();
      progress.commitAll();
      void store.settle(before.requestId, { attempt: 1, costNano: 40n, tokens: 0n }, true);
      balances.balances.set('key/a/0', 40n);
    };
    expect(await store.read(money('a'))).toEqual({ settled: 40n, held: 0n });
    expect(balances.reads).toBe(2);
  });

  it('keeps a counter that is held, charged by a request that still runs, or whose record is on its way, and drops others beyond its bound', async () => {
    const { clock, progress, store } = open({ countersMax: 1 });
    const held = asking(clock, money('held'));
    await store.reserve(held);
    const running = asking(clock, money('running'));
    await store.reserve(running);
    await store.settle(running.requestId, { attempt: 1, costNano: 21n, tokens: 0n }, false);
    const unshipped = asking(clock, money('unshipped'));
    await store.reserve(unshipped);
    progress.append();
    await store.settle(unshipped.requestId, { attempt: 1, costNano: 33n, tokens: 0n }, true);
    progress.reached = () => Promise.resolve();
    for (let i = 0; i < 200; i += 1) await store.read(money(`other-${i}`));
    expect(store.size).toBeLessThanOrEqual(6);
    expect(await store.read(money('held'))).toEqual({ settled: 0n, held: 100n });
    expect(await store.read(money('running'))).toEqual({ settled: 21n, held: 0n });
    expect(await store.read(money('unshipped'))).toEqual({ settled: 33n, held: 0n });
  });

  it('never drops one counter of a call to make room for another of the same call', async () => {
    const { clock, store } = open({ countersMax: 1 });
    const counters = ['a', 'b', 'c', 'd'].map((id) => money(id));
    await store.reserve(storeAsk(clock, { counters, scopes: counters, money: ask }));
    for (const counter of counters) expect(await store.read(counter)).toEqual({ settled: 0n, held: 100n });
  });

  it('reads the ledger once for each counter that calls under way need, also beyond its bound', async () => {
    const { clock, balances, progress } = open();
    const balanceOf = balances.balanceOf.bind(balances);
    let reads = 0;
    balances.balanceOf = async (counter) => {
      // no two figures come in the same turn
      for (let turn = (reads += 1) % 5; turn >= 0; turn -= 1) await settled();
      return balanceOf(counter);
    };
    const store = new MemoryCounterStore(clock, balances, progress, { countersMax: 1 });
    const answers: Promise<unknown>[] = [];
    for (let call = 0; call < 20; call += 1) {
      const counters = ['a', 'b', 'c'].map((id) => money(`${id}-${call}`));
      answers.push(store.reserve(storeAsk(clock, { counters, scopes: counters, money: ask })));
      await settled();
    }
    await Promise.all(answers);
    expect(reads).toBe(60);
  });

  it('drops counters of windows that are over', async () => {
    const { clock, store } = open();
    for (let minute = 0; minute < 100; minute += 1) {
      const window = { start: clock.now(), end: clock.now() + 60_000 };
      await store.reserve(
        storeAsk(clock, { counters: [{ scope: 'key', id: 'a', kind: 'requests', window, limit: 5n }] }),
      );
      clock.advance(60_000);
    }
    expect(store.size).toBeLessThan(10);
  });

  it('charges a budget whose length was changed, though its new window begins where the old one did', async () => {
    const { clock, store } = open();
    const day = { ...money('a'), window: { start: clock.now(), end: clock.now() + 86_400_000 } };
    await store.read(day);
    const week = { ...day, window: { start: day.window.start, end: day.window.start + 7 * 86_400_000 } };
    clock.advance(2 * 86_400_000);
    const first = asking(clock, week);
    await store.reserve(first);
    await store.settle(first.requestId, { attempt: 1, costNano: 70n, tokens: 0n }, true);
    expect(await store.read(week)).toEqual({ settled: 70n, held: 0n });
  });

  it('reads the ledger again for a scope that was adjusted, keeping what is under way', async () => {
    const { clock, balances, store } = open();
    await store.reserve(asking(clock, money('a')));
    balances.balances.set('key/a/0', 500n);
    store.reseed({ scope: 'key', id: 'a' });
    expect(await store.read(money('a'))).toEqual({ settled: 500n, held: 100n });
  });

  it('never decides on a figure that was withdrawn while the call was on its way', async () => {
    const { clock, balances, store } = open();
    balances.balances.set('key/a/0', 990n);
    await store.read(money('a'));
    const answer = store.reserve(asking(clock, money('a')));
    const shown = store.read(money('a'));
    store.reseed({ scope: 'key', id: 'a' });
    expect(await answer).toMatchObject({ kind: 'exhausted', used: 990n });
    expect(await shown).toEqual({ settled: 990n, held: 0n });
  });

  it('charges the whole hold of an attempt that nobody settled when its request ends', async () => {
    const { clock, store } = open();
    const first = asking(clock, money('a'));
    await store.reserve(first);
    await store.reserve({ ...first, attempt: 2 });
    await store.settle(first.requestId, { attempt: 2, costNano: 5n, tokens: 0n }, true);
    expect(await store.read(money('a'))).toEqual({ settled: 105n, held: 0n });
  });
});
