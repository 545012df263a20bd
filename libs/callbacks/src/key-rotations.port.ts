import type { Instant } from '@tollgate/kernel';

/** Other secrets for keys that are to have one from time to time. Safe to run by any number of workers at once. */
export abstract class KeyRotations {
  /** Makes another secret for each key whose time has come: one for each time, whoever else runs. What is left over waits for the next run. */
  abstract rotateDue(now: Instant): Promise<void>;
  /** Deletes the copies of secrets that have nothing left to replace: those before them have ended. */
  abstract dropCollected(now: Instant): Promise<void>;
}
