import type { Clock } from '@tollgate/kernel';
import type { CounterKey, CounterStore } from './counter-store.port.js';

/** A store under test, with what stands around it. */
export interface CounterStoreHarness {
  readonly store: CounterStore;
  readonly clock: Clock & { advance(ms: number): void };
  /** What the ledger says of a counter; takes effect when the counter is seeded. */
  setBalance(counter: CounterKey, balance: bigint, pending?: bigint): void;
  /** A request's record was appended to the journal (and is not committed yet). */
  recordAppended(): void;
  close?(): Promise<void>;
}
