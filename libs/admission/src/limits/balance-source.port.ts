import type { CounterRef } from '@tollgate/canonical';

/** What the ledger has of a scope's window, nano-dollars >= 0. */
export interface Balance {
  /** All that is charged. */
  readonly amount: bigint;
  /** Of that, what is held for answers that providers make in the background: it comes free, or is charged, at their end. */
  readonly pending: bigint;
}

/**
 * Spend of a scope's window as the ledger has it now (one primary-key read): every committed record, adjustment and
 * carried balance. What this process has not shipped yet is added by the counter store (`LedgerProgress`).
 * Rejects when the ledger cannot be asked.
 */
export abstract class BalanceSource {
  abstract balanceOf(counter: Pick<CounterRef, 'scope' | 'id' | 'window'>): Promise<Balance>;
}
