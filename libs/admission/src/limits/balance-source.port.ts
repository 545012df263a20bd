import type { CounterRef } from '@tollgate/canonical';

/**
 * Settled spend of a scope's window from the ledger: read when a money counter is first seen by this process. The figure
 * includes every record committed to the ledger; records still in the journal are already in the counters of this process.
 */
export abstract class BalanceSource {
  abstract balanceOf(counter: Pick<CounterRef, 'scope' | 'id' | 'window'>): Promise<bigint>;
}
