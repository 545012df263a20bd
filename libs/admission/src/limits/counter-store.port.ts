import type { Instant, NanoUsd } from '@tollgate/kernel';
import type { CounterRef, ScopeName } from '@tollgate/canonical';

/** What an attempt can cost, so that the store can compute the granted output in the same atomic step (money-and-ledger 3). */
export interface MoneyAsk {
  /** Cost of the whole input at the dearest row, nano-dollars (I). */
  readonly inputNano: NanoUsd;
  /** Nano-dollars per million output tokens at the dearest row, times the number of choices. */
  readonly outputNanoPerMillion: NanoUsd;
  /** The client's own limit, tokens per choice. */
  readonly clientLimit?: number;
  /** The most the model can answer, tokens per choice (O). */
  readonly outputMax: number;
  /** F = min(O, floor). */
  readonly floor: number;
  /** A cut answer would be of no use. */
  readonly needsWholeAnswer: boolean;
  /** The deployment does not honour an output limit: hold the maximum, never shrink. */
  readonly unlimited: boolean;
}

/** What the attempt before cost; charged in the same step that holds the next. */
export interface Settlement {
  readonly attempt: number;
  readonly costNano: NanoUsd;
  readonly tokens: bigint;
}

export interface ReserveAsk {
  readonly requestId: string;
  readonly attempt: number;
  readonly admittedAt: Instant;
  /** Every counter that this attempt touches; requests and concurrency only with the first attempt. */
  readonly counters: readonly CounterRef[];
  readonly money?: MoneyAsk;
  /** Charge of token rates: input plus expected output. */
  readonly tokens: bigint;
  readonly previous?: Settlement;
}

export type ReserveAnswer =
  | {
      readonly kind: 'granted';
      readonly heldNano: NanoUsd;
      /** Output tokens per choice that the hold covers; undefined without a money counter. */
      readonly outputTokens: number | undefined;
      /** The scope that made it smaller than what was wanted. */
      readonly loweredBy: ScopeName | undefined;
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

/** A counter's state, for seeding and for reading. */
export interface CounterState {
  readonly settled: bigint;
  readonly held: bigint;
}

/**
 * The one taker of limits. All or nothing over all counters, one atomic step each. Amounts are integers >= 0; anything else
 * throws (RangeError) and changes nothing. Implementations: memory here, Redis later.
 */
export abstract class CounterStore {
  /** Charges the attempt before and holds this one. */
  abstract reserve(ask: ReserveAsk): Promise<ReserveAnswer>;
  /**
   * Settles what a request still holds: money and tokens are trued up, concurrency is freed. Idempotent per (request, attempt).
   * `final` frees the concurrency slot.
   */
  abstract settle(requestId: string, settlement: Settlement, final: boolean): Promise<void>;
  /** Adds to a counter's settled amount without a request (seeding, adjustments). */
  abstract seed(counter: Omit<CounterRef, 'limit'>, settled: bigint): Promise<void>;
  abstract read(counter: Omit<CounterRef, 'limit'>): Promise<CounterState>;
  /** Called after each settle that frees something; waiters try again. */
  abstract onRelease(listener: () => void): void;
}
