import fc from 'fast-check';
import type { Instant } from '@tollgate/kernel';
import type { CounterRef, ScopeName } from '@tollgate/canonical';
import type { CounterStoreHarness } from './counter-store-harness.contract.js';
import { runCounterModel } from './counter-store-model.contract.js';
import { counterPlan } from './counter-store-plan.contract.js';
import type { MoneyAsk, ReserveAsk } from './counter-store.port.js';

const WINDOW = { start: 0 };
const MONEY: MoneyAsk = {
  inputNano: 10n,
  outputNanoPerMillion: 1_000_000n,
  clientLimit: 90,
  outputMax: 90,
  outputMin: 1,
  floor: 90,
  needsWholeAnswer: false,
  unlimited: false,
};

/** What every CounterStore promises (money-and-ledger 3, 4 and 7). Each test gets a harness of its own. */
export function describeCounterStoreContract(name: string, open: () => Promise<CounterStoreHarness>): void {
  describe(`${name} keeps the CounterStore contract`, () => {
    let harness: CounterStoreHarness;
    let requests = 0;
    beforeEach(async () => {
      harness = await open();
    });
    afterEach(async () => {
      await harness.close?.();
    });

    const counter = (kind: CounterRef['kind'], limit: bigint, scope: ScopeName = 'key'): CounterRef => ({
      scope,
      id: `${scope}-id`,
      kind,
      window: kind === 'money' || kind === 'concurrency' ? WINDOW : minuteOf(harness.clock.now()),
      limit,
    });
    const ask = (counters: readonly CounterRef[], changes: Partial<ReserveAsk> = {}): ReserveAsk => ({
      requestId: `request-${(requests += 1)}`,
      attempt: 1,
      admittedAt: harness.clock.now(),
      counters,
      scopes: counters.map(({ scope, id }) => ({ scope, id })),
      money: MONEY,
      tokens: 50n,
      leaseUntil: harness.clock.now() + 60_000,
      ...changes,
    });
    const end = async (requestId: string, costNano: bigint, tokens = 0n, attempt = 1): Promise<void> => {
      harness.recordAppended();
      await harness.store.settle(requestId, { attempt, costNano, tokens }, true);
    };

    it('holds what it grants, and charges what it settles', async () => {
      const money = counter('money', 1000n);
      const first = ask([money]);
      expect(await harness.store.reserve(first)).toMatchObject({ kind: 'granted', heldNano: 100n, outputTokens: 90 });
      expect(await harness.store.read(money)).toEqual({ settled: 0n, held: 100n });
      await end(first.requestId, 37n);
      expect(await harness.store.read(money)).toEqual({ settled: 37n, held: 0n });
    });

    it('starts from what the ledger says', async () => {
      const money = counter('money', 1000n);
      harness.setBalance(money, 950n);
      expect(await harness.store.reserve(ask([money]))).toMatchObject({
        kind: 'granted',
        heldNano: 50n,
        loweredBy: 'key',
      });
    });

    it('counts what is held for an answer in the background as held, until the ledger has its end', async () => {
      const money = counter('money', 150n);
      const first = ask([money]);
      await harness.store.reserve(first);
      harness.recordAppended();
      await harness.store.settle(first.requestId, { attempt: 1, costNano: 100n, tokens: 0n, pending: true }, true);
      expect(await harness.store.read(money)).toEqual({ settled: 0n, held: 100n });
      expect(await harness.store.reserve(ask([money]))).toEqual({ kind: 'busy', counter: money });
      // the ledger has the hold, then the end
      harness.setBalance(money, 100n, 100n);
      harness.store.reseed(money);
      expect(await harness.store.read(money)).toEqual({ settled: 0n, held: 100n });
      expect(await harness.store.reserve(ask([money]))).toEqual({ kind: 'busy', counter: money });
      harness.setBalance(money, 16n);
      harness.store.reseed(money);
      expect(await harness.store.read(money)).toEqual({ settled: 16n, held: 0n });
      expect(await harness.store.reserve(ask([money]))).toMatchObject({ kind: 'granted', heldNano: 100n });
    });

    it('holds no more for answers in the background than a balance has that was set back', async () => {
      const money = counter('money', 1000n);
      harness.setBalance(money, 30n, 100n);
      expect(await harness.store.read(money)).toEqual({ settled: 0n, held: 30n });
    });

    it('grants the last cent and not one more', async () => {
      const money = counter('money', 200n);
      const [one, two] = [ask([money]), ask([money])];
      expect((await harness.store.reserve(one)).kind).toBe('granted');
      expect((await harness.store.reserve(two)).kind).toBe('granted');
      expect(await harness.store.reserve(ask([money]))).toEqual({ kind: 'busy', counter: money });
      await end(one.requestId, 100n);
      await end(two.requestId, 100n);
      expect(await harness.store.reserve(ask([money]))).toEqual({
        kind: 'exhausted',
        counter: money,
        used: 200n,
        held: 0n,
      });
    });

    it('takes all or nothing over all scopes', async () => {
      const rich = counter('money', 1000n, 'team');
      const requestsLeft = counter('requests', 0n, 'user');
      expect(await harness.store.reserve(ask([rich, counter('tokens', 100n), requestsLeft]))).toMatchObject({
        kind: 'exhausted',
        counter: requestsLeft,
      });
      expect(await harness.store.read(rich)).toEqual({ settled: 0n, held: 0n });
      expect(await harness.store.read(counter('tokens', 100n))).toEqual({ settled: 0n, held: 0n });
    });

    it('charges the attempt before and holds the next in one step', async () => {
      const money = counter('money', 150n);
      const first = ask([money]);
      await harness.store.reserve(first);
      const next = { ...first, attempt: 2, previous: { attempt: 1, costNano: 50n, tokens: 0n } };
      expect(await harness.store.reserve(next)).toMatchObject({ kind: 'granted', heldNano: 100n });
      expect(await harness.store.read(money)).toEqual({ settled: 50n, held: 100n });
    });

    it('charges the attempt before even where the next is refused', async () => {
      const money = counter('money', 150n);
      const first = ask([money]);
      await harness.store.reserve(first);
      const next = { ...first, attempt: 2, previous: { attempt: 1, costNano: 150n, tokens: 0n } };
      expect((await harness.store.reserve(next)).kind).toBe('exhausted');
      expect(await harness.store.read(money)).toEqual({ settled: 150n, held: 0n });
    });

    it('settles an attempt once, however often it is told', async () => {
      const money = counter('money', 1000n);
      const tokens = counter('tokens', 1000n);
      const first = ask([money, tokens]);
      await harness.store.reserve(first);
      await harness.store.settle(first.requestId, { attempt: 1, costNano: 30n, tokens: 20n }, false);
      await harness.store.settle(first.requestId, { attempt: 1, costNano: 30n, tokens: 20n }, false);
      await end(first.requestId, 30n, 20n);
      await end(first.requestId, 30n, 20n);
      expect(await harness.store.read(money)).toEqual({ settled: 30n, held: 0n });
      expect(await harness.store.read(tokens)).toEqual({ settled: 20n, held: 0n });
    });

    it('lets a request that is over begin anew under the same number', async () => {
      const money = counter('money', 1000n);
      const first = ask([money]);
      await harness.store.reserve(first);
      await end(first.requestId, 0n);
      expect((await harness.store.reserve(first)).kind).toBe('granted');
      await end(first.requestId, 30n);
      expect(await harness.store.read(money)).toEqual({ settled: 30n, held: 0n });
    });

    it('charges an answer that cost more than it held in full', async () => {
      const money = counter('money', 100n);
      const first = ask([money]);
      await harness.store.reserve(first);
      await end(first.requestId, 170n);
      expect(await harness.store.read(money)).toEqual({ settled: 170n, held: 0n });
    });

    it('trues token rates up, and counts requests whatever became of them', async () => {
      const [tokens, requestCount] = [counter('tokens', 100n), counter('requests', 5n)];
      const first = ask([tokens, requestCount]);
      await harness.store.reserve(first);
      expect(await harness.store.read(tokens)).toEqual({ settled: 0n, held: 50n });
      await end(first.requestId, 0n, 80n);
      expect(await harness.store.read(tokens)).toEqual({ settled: 80n, held: 0n });
      expect(await harness.store.read(requestCount)).toEqual({ settled: 1n, held: 0n });
      expect(await harness.store.reserve(ask([tokens]))).toMatchObject({ kind: 'exhausted', used: 80n });
    });

    it('keeps a caller’s slot until the request ends, and a target’s until the attempt does', async () => {
      const [own, target] = [counter('concurrency', 1n), counter('concurrency', 1n, 'deployment')];
      const first = ask([own, target]);
      await harness.store.reserve(first);
      await harness.store.settle(first.requestId, { attempt: 1, costNano: 0n, tokens: 0n }, false);
      expect([await harness.store.read(own), await harness.store.read(target)].map(({ held }) => held)).toEqual([
        1n,
        0n,
      ]);
      expect((await harness.store.reserve(ask([own]))).kind).toBe('exhausted');
      await end(first.requestId, 0n);
      expect((await harness.store.reserve(ask([own]))).kind).toBe('granted');
    });

    it('frees a concurrency slot whose lease has run out', async () => {
      const own = counter('concurrency', 1n);
      await harness.store.reserve(ask([own], { leaseUntil: harness.clock.now() + 1000 }));
      harness.clock.advance(999);
      expect((await harness.store.reserve(ask([own]))).kind).toBe('exhausted');
      harness.clock.advance(1);
      expect((await harness.store.reserve(ask([own]))).kind).toBe('granted');
    });

    it('refuses spent money before rates, and rates before it lets anyone wait', async () => {
      const [spent, busy] = [counter('money', 5n), counter('money', 100n, 'team')];
      const noRequests = counter('requests', 0n);
      expect(await harness.store.reserve(ask([noRequests, spent]))).toMatchObject({
        kind: 'exhausted',
        counter: spent,
      });
      await harness.store.reserve(ask([busy]));
      expect(await harness.store.reserve(ask([busy]))).toMatchObject({ kind: 'busy' });
      expect(await harness.store.reserve(ask([noRequests, busy]))).toMatchObject({
        kind: 'exhausted',
        counter: noRequests,
      });
    });

    it('lets nobody past those who wait for a counter already', async () => {
      const money = counter('money', 1000n);
      expect(await harness.store.reserve(ask([money], { behind: money }))).toEqual({ kind: 'busy', counter: money });
      expect(await harness.store.read(money)).toEqual({ settled: 0n, held: 0n });
    });

    it('keeps windows apart: what was admitted in one is charged there', async () => {
      const before = { ...counter('money', 1000n), window: { start: 0, end: harness.clock.now() + 1000 } };
      const first = ask([before]);
      await harness.store.reserve(first);
      harness.clock.advance(2000);
      const after = { ...before, window: { start: before.window.end, end: before.window.end + 86_400_000 } };
      await harness.store.reserve(ask([after]));
      await end(first.requestId, 42n);
      expect((await harness.store.read(before)).settled).toBe(42n);
      expect((await harness.store.read(after)).settled).toBe(0n);
    });

    it('charges a budget that was set while the answer was under way', async () => {
      const unlimited = ask([], { scopes: [{ scope: 'key', id: 'key-id' }] });
      await harness.store.reserve(unlimited);
      const money = counter('money', 1000n);
      expect((await harness.store.read(money)).settled).toBe(0n);
      await end(unlimited.requestId, 40n);
      expect((await harness.store.read(money)).settled).toBe(40n);
    });

    it('charges a budget that was set between a request’s attempts with what the first had cost', async () => {
      const unlimited = ask([], { scopes: [{ scope: 'key', id: 'key-id' }] });
      await harness.store.reserve(unlimited);
      const next = { ...unlimited, attempt: 2, previous: { attempt: 1, costNano: 30n, tokens: 0n } };
      await harness.store.reserve(next);
      const money = counter('money', 1000n);
      expect((await harness.store.read(money)).settled).toBe(0n);
      await end(unlimited.requestId, 12n, 0n, 2);
      expect((await harness.store.read(money)).settled).toBe(42n);
    });

    it('tells listeners of every settle', async () => {
      let told = 0;
      harness.store.onRelease(() => (told += 1));
      const first = ask([counter('money', 1000n)]);
      await harness.store.reserve(first);
      await end(first.requestId, 1n);
      expect(told).toBeGreaterThan(0);
    });

    it.each<[string, Partial<ReserveAsk>]>([
      ['negative tokens', { tokens: -1n }],
      ['a negative input cost', { money: { ...MONEY, inputNano: -1n } }],
      ['a fraction of an output limit', { money: { ...MONEY, clientLimit: 1.5 } }],
      ['an output maximum that is no number', { money: { ...MONEY, outputMax: Number.NaN } }],
      ['a number where an integer of money belongs', { tokens: 1 as unknown as bigint }],
      ['a negative cost of the attempt before', { previous: { attempt: 1, costNano: -1n, tokens: 0n } }],
    ])('throws RangeError for %s and changes nothing', async (_what, changes) => {
      const money = counter('money', 1000n);
      await expect(harness.store.reserve(ask([money], changes))).rejects.toThrow(RangeError);
      expect(await harness.store.read(money)).toEqual({ settled: 0n, held: 0n });
    });

    it('throws RangeError for a negative settlement and keeps the hold', async () => {
      const money = counter('money', 1000n);
      const first = ask([money]);
      await harness.store.reserve(first);
      await expect(
        (async () => harness.store.settle(first.requestId, { attempt: 1, costNano: -5n, tokens: 0n }, true))(),
      ).rejects.toThrow(RangeError);
      expect(await harness.store.read(money)).toEqual({ settled: 0n, held: 100n });
    });

    it('never lets settled and held together pass a limit, over any sequence and all scopes at once', async () => {
      await fc.assert(
        fc.asyncProperty(counterPlan, async (plan) => {
          const fresh = await open();
          try {
            await runCounterModel(fresh, plan);
          } finally {
            await fresh.close?.();
          }
        }),
        { numRuns: 60 },
      );
    });
  });
}

function minuteOf(instant: Instant): { start: Instant; end: Instant } {
  const start = Math.floor(instant / 60_000) * 60_000;
  return { start, end: start + 60_000 };
}
