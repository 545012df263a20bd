import type { Instant } from '@tollgate/kernel';

/** The ledger's housework, run by schedules of the worker. All of it is idempotent and safe to run twice at once. */
export abstract class LedgerMaintenance {
  /** Creates the daily partitions of today and of the coming `days` days (UTC) where they are missing. */
  abstract ensurePartitions(now: Instant, days: number): Promise<void>;
  /** Drops texts whose retention has ended, whole partitions where it can. */
  abstract dropExpiredTexts(now: Instant): Promise<void>;
  /**
   * Deletes the responses that the gateway kept, and the owners of what providers kept, whose time is over or whose owner deleted them,
   * in batches; what is left over waits for the next run.
   */
  abstract dropExpiredResponses(now: Instant): Promise<void>;
  /** Deletes events of budgets whose window ended long ago, in batches; those of budgets that never reset stay. So with checks of deployments. */
  abstract dropOldEvents(now: Instant): Promise<void>;
  /** Brings the sums of tags up to date with the calls written so far, and sees to those of the days that are over. */
  abstract addUpTags(now: Instant): Promise<void>;
  /** Brings the sums of daily activities up to date with the calls written so far. */
  abstract addUpActivity(): Promise<void>;
}
