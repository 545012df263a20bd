import type { Instant } from '@tollgate/kernel';

/** The ledger's daily housework, run by schedules of the worker. Both are idempotent and safe to run twice at once. */
export abstract class LedgerMaintenance {
  /** Creates the daily partitions of today and of the coming `days` days (UTC) where they are missing. */
  abstract ensurePartitions(now: Instant, days: number): Promise<void>;
  /** Drops texts whose retention has ended, whole partitions where it can. */
  abstract dropExpiredTexts(now: Instant): Promise<void>;
}
