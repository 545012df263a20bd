import type { Instant, NanoUsd } from '@tollgate/kernel';
import type { CounterRef, ScopeName } from '@tollgate/canonical';

/** A scope's identity without window or kind. */
export interface ScopeRef {
  readonly scope: ScopeName;
  readonly id: string;
}

/** A counter's identity. */
export type CounterKey = Omit<CounterRef, 'limit'>;

/** What an attempt can cost, so that the store can compute the granted output in the same atomic step (money-and-ledger 3). */
export interface MoneyAsk {
  /** Cost of the whole input at the dearest row, nano-dollars (I). */
  readonly inputNano: NanoUsd;
  /** The same as counted, without what earlier answers have taught to add; absent where that is nothing. */
  readonly countedInputNano?: NanoUsd;
  /** Nano-dollars per million output tokens at the dearest row, times the number of choices. */
  readonly outputNanoPerMillion: NanoUsd;
  /** The client's own limit, tokens per choice. */
  readonly clientLimit?: number;
  /** The most the model can answer, tokens per choice (O). */
  readonly outputMax: number;
  /** The least the provider takes as an output limit, tokens per choice; at least 1. */
  readonly outputMin: number;
  /** F = min(O, floor). */
  readonly floor: number;
  /** A cut answer would be of no use. */
  readonly needsWholeAnswer: boolean;
  /** The deployment does not honour an output limit: hold the maximum, never shrink. */
  readonly unlimited: boolean;
}

/** What an attempt cost and used; charged where it was held. */
export interface Settlement {
  readonly attempt: number;
  readonly costNano: NanoUsd;
  readonly tokens: bigint;
  /**
   * The cost is what is held for an answer that its provider makes in the background: it counts as held until the ledger has its end
   * (`reseed`).
   */
  readonly pending?: true;
}

export interface ReserveAsk {
  readonly requestId: string;
  readonly attempt: number;
  readonly admittedAt: Instant;
  /** Every limited counter that this attempt touches (see `countersFor`). */
  readonly counters: readonly CounterRef[];
  /** Every scope whose spend this attempt adds to, limited or not: counters of theirs that appear while it runs are charged too. */
  readonly scopes: readonly ScopeRef[];
  /** Present when a money counter is. */
  readonly money?: MoneyAsk;
  /** Charge of token rates: input plus expected output. */
  readonly tokens: bigint;
  /** Instant at which a concurrency slot is free again even if nobody settles. */
  readonly leaseUntil: Instant;
  /** Charged first, whatever the answer is. */
  readonly previous?: Settlement;
  /** Others already wait for this counter: check everything, hold nothing, answer `busy` on it instead of `granted`. */
  readonly behind?: CounterRef;
}

export type ReserveAnswer =
  | {
      readonly kind: 'granted';
      readonly heldNano: NanoUsd;
      /** Output tokens per choice that the hold covers; undefined without a money counter. */
      readonly outputTokens: number | undefined;
      /** The scope that made it smaller than what was wanted. */
      readonly loweredBy: ScopeName | undefined;
      /** The counters' states with this attempt in them, in the ask's order. */
      readonly states: readonly CounterState[];
    }
  /** Others hold what is missing: wait and ask again. */
  | { readonly kind: 'busy'; readonly counter: CounterRef }
  | {
      readonly kind: 'exhausted';
      readonly counter: CounterRef;
      /** Settled on that counter, nano-dollars or count. */
      readonly used: bigint;
      readonly held: bigint;
    };

/** A counter's state as it is read: nano-dollars or counts, never negative. */
export interface CounterState {
  readonly settled: bigint;
  readonly held: bigint;
}

/**
 * The one taker of limits. All or nothing over all counters, one atomic step each. Amounts are integers >= 0; anything else
 * throws (RangeError) and changes nothing. A store that cannot be asked, or whose counter cannot be seeded, rejects.
 * Implementations: memory here, Redis later; both run `describeCounterStoreContract`.
 */
export abstract class CounterStore {
  /** Charges the attempt before (whatever the answer is) and holds this one, or nothing of it. */
  abstract reserve(ask: ReserveAsk): Promise<ReserveAnswer>;
  /**
   * Settles what an attempt holds: money and tokens are trued up, a target's concurrency slot is freed. Idempotent per
   * (request, attempt). `final` ends the request: its record stands in the journal, the caller's slots are freed, later
   * settlements of it change nothing. Every request that was granted once must be ended so.
   *
   * undefined: all of it has happened by the return (a store in memory). A promise: it has when that resolves; when it rejects
   * the store may not have taken it, and it is to be sent again.
   */
  abstract settle(requestId: string, settlement: Settlement, final: boolean): Promise<void> | undefined;
  /**
   * The ledger of this scope (absent: of any) changed otherwise than by a call of this process (adjustment, reset, import, another
   * process while this one might not count): read it again before the next grant.
   */
  abstract reseed(scope?: ScopeRef): void;
  /** A money counter is seeded first, so that its figure is the ledger's plus what is under way here. */
  abstract read(counter: CounterKey): Promise<CounterState>;
  /** Called after each settle that frees or charges something; waiters try again. */
  abstract onRelease(listener: () => void): void;
}
