import { z } from 'zod';
import type { OutboxRow } from '../outbox-source.port.js';
import { exponentialBackoff } from '../delivery/exponential-backoff.js';
import type { QueueContract } from './queue-contract.js';

const HOUR_SECONDS = 3600;

const payload = z.object({
  v: z.literal(1),
  outboxId: z.string().min(1),
  sink: z.string().min(1),
  requestId: z.string().min(1),
  receivedAt: z.int().nonnegative(),
});

/** A delivery of one record to one sink. The job names the row; facts and texts stay in the ledger. */
export type CallbackDelivery = z.infer<typeof payload>;

/**
 * Idempotency key: the outbox row's id. Completed jobs are kept for a day, longer than any pump can hold on to a row that it
 * has queued and not yet deleted. With a cap of 10 minutes 150 attempts last about a day; waits while the sink's circuit is
 * open do not count.
 */
export const CALLBACK_DELIVERY: QueueContract<CallbackDelivery> = {
  name: 'callback-delivery',
  payload,
  attempts: 150,
  backoffMs: exponentialBackoff({ firstMs: 1_000, maxMs: 600_000 }),
  concurrency: 16,
  lockMs: 30_000,
  keepCompletedSeconds: 24 * HOUR_SECONDS,
  keepFailedSeconds: 7 * 24 * HOUR_SECONDS,
  deadLetter: 'callback_dead_letter',
};

/** The job of an outbox row. BullMQ takes neither a bare number nor a colon for an id. */
export function deliveryJob(row: OutboxRow): { readonly id: string; readonly payload: CallbackDelivery } {
  const { id, sink, requestId, receivedAt } = row;
  return { id: `outbox-${id}`, payload: { v: 1, outboxId: id, sink, requestId, receivedAt } };
}
