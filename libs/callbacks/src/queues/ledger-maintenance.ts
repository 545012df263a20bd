import { z } from 'zod';
import { exponentialBackoff } from '../delivery/exponential-backoff.js';
import type { QueueContract } from './queue-contract.js';

const payload = z.object({
  v: z.literal(1),
  task: z.enum([
    'ensure-partitions',
    'drop-expired-texts',
    'drop-expired-responses',
    'drop-old-events',
    'add-up-tags',
    'add-up-activity',
    'rotate-keys',
  ]),
});

export type MaintenanceTask = z.infer<typeof payload>;

/** The housework of the ledger, and of keys that rotate. Idempotency key: the schedule's own (one waiting job for each task). */
export const LEDGER_MAINTENANCE: QueueContract<MaintenanceTask> = {
  name: 'ledger-maintenance',
  payload,
  attempts: 5,
  backoffMs: exponentialBackoff({ firstMs: 5_000, maxMs: 300_000 }),
  concurrency: 1,
  lockMs: 60_000,
  keepCompletedSeconds: 3600,
  keepFailedSeconds: 24 * 3600,
  deadLetter: 'none: the next run of the schedule replaces it',
};

/** Partitions for the coming week are made every six hours, so that a worker may be away for days; keys and sums that are kept are late by a minute at most. */
export const MAINTENANCE_SCHEDULES: readonly { readonly task: MaintenanceTask['task']; readonly everyMs: number }[] = [
  { task: 'ensure-partitions', everyMs: 6 * 3_600_000 },
  { task: 'drop-expired-texts', everyMs: 3_600_000 },
  { task: 'drop-expired-responses', everyMs: 3_600_000 },
  { task: 'drop-old-events', everyMs: 3_600_000 },
  { task: 'add-up-tags', everyMs: 60_000 },
  { task: 'add-up-activity', everyMs: 60_000 },
  { task: 'rotate-keys', everyMs: 60_000 },
];

export const PARTITION_DAYS_AHEAD = 7;
