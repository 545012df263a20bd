import type { z } from 'zod';

/** Everything that both ends of a queue must agree on. One file for each queue; a start check insists on one processor for each. */
export interface QueueContract<Payload> {
  readonly name: string;
  /** Checked when a job is taken; `v` is raised when an older worker could not read it. */
  readonly payload: z.ZodType<Payload>;
  /** Attempts before the dead letter, the first one included. */
  readonly attempts: number;
  /** Wait after the given number of failed attempts, milliseconds. `random` is uniform in [0, 1). */
  readonly backoffMs: (attemptsMade: number, random: number) => number;
  /** Jobs worked on at once in one worker. */
  readonly concurrency: number;
  /** After so many milliseconds without a sign of life from its worker a job is given to another; the lock is renewed at half time. */
  readonly lockMs: number;
  /** How long a finished job is kept, seconds. Within it a job with the same id is dropped. */
  readonly keepCompletedSeconds: number;
  readonly keepFailedSeconds: number;
  /** Where a job goes that is given up. */
  readonly deadLetter: 'callback_dead_letter' | 'none: the next run of the schedule replaces it';
}
