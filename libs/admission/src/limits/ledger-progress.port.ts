/**
 * How far this process's journal has come into the ledger, as counts of finished records in their order. A counter that is
 * seeded from the ledger needs to know which of the process's own records the ledger already holds.
 */
export abstract class LedgerProgress {
  /** Finished records appended to the journal by this process. */
  abstract appended(): number;
  /** Of those, how many (the first n) are committed, or set aside in the dead letter. */
  abstract committed(): number;
  /** Resolves when `committed() >= count`; rejects when the shipper stops before. */
  abstract reached(count: number): Promise<void>;
}
