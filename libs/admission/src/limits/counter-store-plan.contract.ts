import fc from 'fast-check';
import { SCOPES } from '@tollgate/canonical';
import type { MoneyAsk } from './counter-store.port.js';

/** One call that asks for limits. */
export interface PlannedCall {
  /** For each scope: which of two holders, and whether it takes part. */
  readonly holders: readonly (0 | 1 | undefined)[];
  readonly money: Omit<MoneyAsk, 'clientLimit' | 'countedInputNano'>;
  readonly clientLimit: number | undefined;
  /** What of the input's cost was learned and not counted; undefined: nothing. */
  readonly learnedNano: bigint | undefined;
  readonly tokens: bigint;
}

/** What a running attempt cost: a share of its hold in per cent, or beyond it. */
interface PlannedEnd {
  /** Which of those that run, counted round. */
  readonly which: number;
  readonly share: number;
  readonly over: boolean;
}

export type PlannedStep =
  | ({ readonly do: 'reserve' } & PlannedCall)
  /** All at once. */
  | { readonly do: 'burst'; readonly calls: readonly PlannedCall[] }
  /** The attempt is charged and the next of its request held, in one step. */
  | ({ readonly do: 'next' } & PlannedEnd)
  | ({ readonly do: 'end' } & PlannedEnd)
  | { readonly do: 'wait'; readonly ms: number }
  /** So many counters of others are looked at, that those which nobody needs may have to make room. */
  | { readonly do: 'crowd'; readonly counters: number }
  /** The ledger is to be read again for every scope. */
  | { readonly do: 'reseed' }
  /** An amount that is no integer >= 0. */
  | { readonly do: 'misuse'; readonly amount: unknown };

export interface CounterPlan {
  /** Limits of each scope's counters, the same for both holders; undefined where that kind is not limited. */
  readonly limits: readonly {
    readonly money: bigint | undefined;
    /** Length of the money's window, milliseconds; undefined: it is never over. */
    readonly moneyWindowMs: number | undefined;
    readonly requests: bigint | undefined;
    readonly tokens: bigint | undefined;
    readonly slots: bigint | undefined;
  }[];
  readonly steps: readonly PlannedStep[];
}

/** The most output that any planned call asks for. */
export const PLANNED_TOKENS_MAX = 60;

const count = fc.integer({ min: 1, max: PLANNED_TOKENS_MAX });

const call: fc.Arbitrary<PlannedCall> = fc.record({
  holders: fc.array(fc.constantFrom<0 | 1 | undefined>(0, 1, undefined), {
    minLength: SCOPES.length,
    maxLength: SCOPES.length,
  }),
  money: fc.record({
    inputNano: fc.bigInt({ min: 0n, max: 50n }),
    outputNanoPerMillion: fc.bigInt({ min: 0n, max: 2_000_000n }),
    outputMax: count,
    outputMin: fc.constant(1),
    floor: count,
    needsWholeAnswer: fc.boolean(),
    unlimited: fc.boolean(),
  }),
  clientLimit: fc.option(count, { nil: undefined }),
  learnedNano: fc.option(fc.bigInt({ min: 1n, max: 200n }), { nil: undefined }),
  tokens: fc.bigInt({ min: 0n, max: 30n }),
});

const end: fc.Arbitrary<PlannedEnd> = fc.record({ which: fc.nat(20), share: fc.nat(100), over: fc.boolean() });

const amount = fc.constantFrom<unknown>(-1n, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 7, '7', null, undefined);

const step: fc.Arbitrary<PlannedStep> = fc.oneof(
  { weight: 6, arbitrary: call.map((planned) => ({ do: 'reserve' as const, ...planned })) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('burst' as const), calls: fc.array(call, { minLength: 2, maxLength: 6 }) }),
  },
  { weight: 3, arbitrary: end.map((planned) => ({ do: 'next' as const, ...planned })) },
  { weight: 5, arbitrary: end.map((planned) => ({ do: 'end' as const, ...planned })) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 200_000 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('crowd' as const), counters: fc.integer({ min: 1, max: 40 }) }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'reseed' as const }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('misuse' as const), amount }) },
);

/** Mostly there for a larger `weight`: where every scope limited everything, nothing would ever be granted. */
function limit<T>(value: fc.Arbitrary<T>, weight: number): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight, arbitrary: value }, { weight: 1, arbitrary: fc.constant(undefined) });
}

/** Calls of every scope at once, in any order with what can happen to them. */
export const counterPlan: fc.Arbitrary<CounterPlan> = fc.record({
  limits: fc.array(
    fc.record({
      money: limit(fc.bigInt({ min: 150n, max: 1_500n }), 4),
      moneyWindowMs: limit(fc.constantFrom(30_000, 120_000, 3_600_000), 1),
      requests: limit(fc.bigInt({ min: 2n, max: 40n }), 1),
      tokens: limit(fc.bigInt({ min: 40n, max: 400n }), 1),
      slots: limit(fc.bigInt({ min: 1n, max: 12n }), 1),
    }),
    { minLength: SCOPES.length, maxLength: SCOPES.length },
  ),
  steps: fc.array(step, { minLength: 10, maxLength: 60, size: 'max' }),
});
