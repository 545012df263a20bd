import type { QueueContract } from '@tollgate/callbacks';

/** What is to become of a job. */
export type JobVerdict =
  | { readonly kind: 'done' }
  /** Counts as an attempt; tried again after the contract's back-off, or later when the other side asks for it. */
  | { readonly kind: 'retry'; readonly reason: string; readonly afterMs?: number }
  /** Does not count as an attempt. */
  | { readonly kind: 'postponed'; readonly afterMs: number }
  /** Already in the dead letter. */
  | { readonly kind: 'given-up'; readonly reason: string };

export interface JobAttempt {
  /** From 1. */
  readonly number: number;
  readonly isLast: boolean;
}

/** The one place that works on the jobs of a queue. Knows nothing of BullMQ. */
export interface JobProcessor<Payload> {
  readonly contract: QueueContract<Payload>;
  /** Rejects on a fault of ours; the job is then tried again and never given up. */
  process(payload: Payload, attempt: JobAttempt): Promise<JobVerdict>;
}
