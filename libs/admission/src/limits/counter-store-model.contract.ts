import fc from 'fast-check';
import { SCOPES, type CounterRef } from '@tollgate/canonical';
import type { CounterStoreHarness } from './counter-store-harness.contract.js';
import type { CounterStore, MoneyAsk } from './counter-store.port.js';
import { countersFor } from './counters-for.js';

type Step =
  | {
      readonly do: 'reserve';
      /** For each scope: which of two holders, and whether it takes part. */
      readonly holders: readonly (0 | 1 | undefined)[];
      readonly money: Omit<MoneyAsk, 'clientLimit'>;
      readonly clientLimit: number | undefined;
      readonly tokens: bigint;
    }
  | { readonly do: 'next'; readonly which: number; readonly share: number; readonly over: boolean }
  | { readonly do: 'end'; readonly which: number; readonly share: number; readonly over: boolean }
  | { readonly do: 'wait'; readonly ms: number };

interface Plan {
  /** Limits of each scope's counters, the same for both holders. */
  readonly limits: readonly {
    readonly money: bigint;
    readonly requests: number;
    readonly tokens: number;
    readonly slots: number;
  }[];
  readonly steps: readonly Step[];
}

interface Running {
  readonly requestId: string;
  readonly attempt: number;
  readonly counters: readonly CounterRef[];
  readonly heldNano: bigint;
  readonly tokens: bigint;
  readonly money: MoneyAsk;
}

/** What the store must show of one counter: kept by the simplest means, sums over lists. */
interface Shadow {
  readonly counter: CounterRef;
  settled: bigint;
  /** Sum of what answers cost beyond their holds: the only way past a limit. */
  over: bigint;
  readonly held: Map<string, bigint>;
}

const count = fc.integer({ min: 1, max: 60 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('reserve' as const),
      holders: fc.array(fc.constantFrom<0 | 1 | undefined>(0, 1, undefined), {
        minLength: SCOPES.length,
        maxLength: SCOPES.length,
      }),
      money: fc.record({
        inputNano: fc.bigInt({ min: 0n, max: 50n }),
        outputNanoPerMillion: fc.bigInt({ min: 0n, max: 3_000_000n }),
        outputMax: count,
        outputMin: fc.constant(1),
        floor: count,
        needsWholeAnswer: fc.boolean(),
        unlimited: fc.boolean(),
      }),
      clientLimit: fc.option(count, { nil: undefined }),
      tokens: fc.bigInt({ min: 0n, max: 30n }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('next' as const),
      which: fc.nat(20),
      share: fc.nat(100),
      over: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('end' as const),
      which: fc.nat(20),
      share: fc.nat(100),
      over: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 40_000 }) }) },
);

/** Runs a plan against a store and against shadows of its counters, comparing after every step. */
export async function runMoneyModel(harness: CounterStoreHarness, plan: Plan): Promise<void> {
  const shadows = new Map<string, Shadow>();
  let running: Running[] = [];
  let requests = 0;

  const shadowOf = (counter: CounterRef): Shadow => {
    const key = `${counter.scope}/${counter.id}/${counter.kind}/${counter.window.start}`;
    const known = shadows.get(key) ?? { counter, settled: 0n, over: 0n, held: new Map<string, bigint>() };
    shadows.set(key, known);
    return known;
  };
  const reserve = async (
    attempt: Omit<Running, 'heldNano'>,
    previous?: { before: Running; costNano: bigint; tokens: bigint },
  ): Promise<void> => {
    const answer = await harness.store.reserve({
      requestId: attempt.requestId,
      attempt: attempt.attempt,
      admittedAt: harness.clock.now(),
      counters: attempt.counters,
      scopes: attempt.counters.map(({ scope, id }) => ({ scope, id })),
      money: attempt.money,
      tokens: attempt.tokens,
      leaseUntil: harness.clock.now() + 10_000_000,
      ...(previous && {
        previous: { attempt: previous.before.attempt, costNano: previous.costNano, tokens: previous.tokens },
      }),
    });
    if (previous !== undefined) release(previous.before, previous.costNano, previous.tokens, false);
    if (answer.kind !== 'granted') return;
    for (const counter of attempt.counters) take(shadowOf(counter), attempt, answer.heldNano);
    running.push({ ...attempt, heldNano: answer.heldNano });
  };
  const release = (attempt: Running, costNano: bigint, tokens: bigint, final: boolean): void => {
    for (const shadow of shadows.values()) {
      const slot = `${attempt.requestId}#${attempt.attempt}`;
      const { kind, scope } = shadow.counter;
      const ofRequest =
        kind === 'concurrency' &&
        (SCOPES.find(({ name }) => name === scope)?.ownedBy === 'caller' || scope === 'global');
      const held = shadow.held.get(slot);
      if (held !== undefined && !ofRequest) shadow.held.delete(slot);
      if (held !== undefined && kind === 'money') charge(shadow, costNano, held);
      if (held !== undefined && kind === 'tokens') charge(shadow, tokens, held);
      if (final)
        for (const key of shadow.held.keys()) if (key.startsWith(`${attempt.requestId}#`)) shadow.held.delete(key);
    }
  };

  for (const step of plan.steps) {
    if (step.do === 'wait') harness.clock.advance(step.ms);
    if (step.do === 'reserve') {
      const scopes = SCOPES.flatMap(({ name }, index) => {
        const holder = step.holders[index];
        const limits = plan.limits[index];
        if (holder === undefined || limits === undefined) return [];
        return [
          {
            scope: name,
            id: `${name}-${holder}`,
            limits: {
              maxBudget: limits.money,
              requestsPerMinute: limits.requests,
              tokensPerMinute: limits.tokens,
              concurrentRequests: limits.slots,
            },
          },
        ];
      });
      const money = step.clientLimit === undefined ? step.money : { ...step.money, clientLimit: step.clientLimit };
      const counters = countersFor(scopes, harness.clock.now(), 1);
      await reserve({ requestId: `request-${(requests += 1)}`, attempt: 1, counters, tokens: step.tokens, money });
    }
    if (step.do === 'next' || step.do === 'end') {
      const attempt = running[step.which % Math.max(1, running.length)];
      if (attempt === undefined) continue;
      running = running.filter((other) => other !== attempt);
      const costNano = (attempt.heldNano * BigInt(step.share)) / 100n + (step.over ? attempt.heldNano + 7n : 0n);
      const tokens = (attempt.tokens * BigInt(step.share)) / 100n;
      if (step.do === 'next') {
        const counters = attempt.counters.filter(({ kind }) => kind === 'money' || kind === 'tokens');
        await reserve({ ...attempt, attempt: attempt.attempt + 1, counters }, { before: attempt, costNano, tokens });
        const goesOn = running.some((other) => other.requestId === attempt.requestId);
        if (!goesOn) await end(harness, attempt, costNano, tokens, () => release(attempt, costNano, tokens, true));
      } else {
        await end(harness, attempt, costNano, tokens, () => release(attempt, costNano, tokens, true));
      }
    }
    await compare(harness.store, shadows);
  }
}

runMoneyModel.arbitrary = fc.record({
  limits: fc.array(
    fc.record({
      money: fc.bigInt({ min: 0n, max: 600n }),
      requests: fc.integer({ min: 0, max: 12 }),
      tokens: fc.integer({ min: 0, max: 200 }),
      slots: fc.integer({ min: 0, max: 6 }),
    }),
    { minLength: SCOPES.length, maxLength: SCOPES.length },
  ),
  steps: fc.array(step, { maxLength: 40 }),
}) satisfies fc.Arbitrary<Plan>;

async function end(
  harness: CounterStoreHarness,
  attempt: Running,
  costNano: bigint,
  tokens: bigint,
  shadow: () => void,
): Promise<void> {
  harness.recordAppended();
  await harness.store.settle(attempt.requestId, { attempt: attempt.attempt, costNano, tokens }, true);
  shadow();
}

function take(shadow: Shadow, attempt: Omit<Running, 'heldNano'>, heldNano: bigint): void {
  const slot = `${attempt.requestId}#${attempt.attempt}`;
  switch (shadow.counter.kind) {
    case 'money':
      return void shadow.held.set(slot, heldNano);
    case 'tokens':
      return void shadow.held.set(slot, attempt.tokens);
    case 'concurrency':
      return void shadow.held.set(slot, 1n);
    case 'requests':
      shadow.settled += 1n;
  }
}

function charge(shadow: Shadow, amount: bigint, held: bigint): void {
  shadow.settled += amount;
  if (amount > held) shadow.over += amount - held;
}

async function compare(store: CounterStore, shadows: ReadonlyMap<string, Shadow>): Promise<void> {
  for (const { counter, settled, over, held } of shadows.values()) {
    const heldSum = [...held.values()].reduce((sum, amount) => sum + amount, 0n);
    const state = await store.read(counter);
    expect({ counter, ...state }).toEqual({ counter, settled, held: heldSum });
    expect(state.settled + state.held <= counter.limit + over).toBe(true);
  }
}
