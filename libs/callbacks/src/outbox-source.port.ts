import type { RecordKey } from './delivered-record.js';

/** One row of `callback_outbox`: one record that one sink wants. */
export interface OutboxRow extends RecordKey {
  readonly id: string;
  readonly sink: string;
}

/** The outbox that the shipper's statement fills and the pump empties. */
export abstract class OutboxSource {
  /**
   * The oldest rows, at most `limit`. They stay where they are until `remove`: two pumps may read the same rows, and the
   * queue drops the second job of a row.
   */
  abstract pending(limit: number): Promise<readonly OutboxRow[]>;
  /** Deletes rows whose jobs are in the queue. Ids that are gone already change nothing. */
  abstract remove(ids: readonly string[]): Promise<void>;
}
