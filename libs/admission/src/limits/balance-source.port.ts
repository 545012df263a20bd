import type { CounterRef } from '@tollgate/canonical';

/**
 * Settled spend of a scope's window as the ledger has it now (one primary-key read): every committed record, adjustment and
 * carried balance. Nano-dollars >= 0. What this process has not shipped yet is added by the counter store (`LedgerProgress`).
 * Rejects when the ledger cannot be asked.
 */
export abstract class BalanceSource {
  abstract balanceOf(counter: Pick<CounterRef, 'scope' | 'id' | 'window'>): Promise<bigint>;
}
