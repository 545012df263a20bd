import type { Instant } from '@tollgate/kernel';
import type { CounterEntry } from './counter-entry.js';
import type { ScopeRef, Settlement } from './counter-store.port.js';

/** What one attempt holds in memory, and where its cost was charged. */
export interface AttemptHolds {
  readonly scopes: readonly ScopeRef[];
  readonly money: CounterEntry[];
  readonly heldNano: bigint;
  readonly tokens: CounterEntry[];
  readonly heldTokens: bigint;
  /** Slots at the attempt's own target. */
  readonly slots: CounterEntry[];
  settled: Settlement | undefined;
  /** Money counters that have this attempt's cost. */
  readonly charged: Set<CounterEntry>;
}

/** A request from its first grant to its final settle. */
export interface RequestHolds {
  readonly admittedAt: Instant;
  readonly attempts: Map<number, AttemptHolds>;
  /** Slots of the caller's scopes, held until the request ends. */
  readonly slots: Set<CounterEntry>;
}
