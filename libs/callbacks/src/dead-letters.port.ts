import type { OutboxRow } from './outbox-source.port.js';

/** A delivery that was given up. */
export interface DeadDelivery extends Omit<OutboxRow, 'id'> {
  /** Id of the outbox row that it came from: setting the same delivery aside twice changes nothing. */
  readonly outboxId: string;
  /** Why, without secrets: the sink's status and the head of its answer. */
  readonly reason: string;
  readonly attempts: number;
}

/** Dead deliveries of one sink for one reason. */
export interface DeadCount {
  readonly sink: string;
  readonly reason: string;
  readonly count: number;
}

/** Where deliveries go that no retry will mend; an operator sends them again from there (`tollgate redeliver`). */
export abstract class DeadLetters {
  /** Idempotent per outbox id. Rejects when it could not be stored: the job is then tried again. */
  abstract add(delivery: DeadDelivery): Promise<void>;
  /** What is there, the most frequent reasons of each sink first. */
  abstract counts(): Promise<readonly DeadCount[]>;
  /**
   * Gives all of a sink back to the outbox, under new outbox ids, since the queue drops an id that it has seen; resolves to how many.
   * All or none. Each is given back once, however often and by however many it is asked.
   */
  abstract redeliver(sink: string): Promise<number>;
}
