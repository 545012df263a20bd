import type { Instant, NanoUsd } from '@tollgate/kernel';
import type { WindowRef } from './limits.js';
import type { ScopeName } from './scopes.js';

/** One counter of one scope, in the window of the admission instant. */
export interface CounterRef {
  readonly scope: ScopeName;
  readonly id: string;
  /** How a refusal names the scope, where the id says nothing to its caller. */
  readonly name?: string;
  readonly kind: 'money' | 'requests' | 'tokens' | 'concurrency';
  readonly window: WindowRef;
  /** Nano-dollars for money, else a count. Non-negative integer. */
  readonly limit: bigint;
}

/** What an attempt holds until it is settled. Belongs to the attempt. */
export interface Reservation {
  /** Request id and attempt number. */
  readonly requestId: string;
  readonly attempt: number;
  readonly admittedAt: Instant;
  readonly counters: readonly CounterRef[];
  /** Money held on every money counter, nano-dollars; 0 when no scope has a budget. */
  readonly heldNano: NanoUsd;
  /** Tokens held on every token counter. */
  readonly heldTokens: bigint;
  /** Output tokens the hold covers (per choice); goes upstream as limit when `limitUpstream`. undefined: not bounded by money. */
  readonly outputTokens?: number;
  readonly limitUpstream: boolean;
  /** Set when the limit is below what the client asked for or could get. */
  readonly loweredBy?: ScopeName;
  /** `x-ratelimit-<descriptor>-limit-…` and `-remaining-…` of the caller's rate limits, for the answer's head. */
  readonly rateLimitHeaders?: Readonly<Record<string, string>>;
}
