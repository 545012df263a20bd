import type { OutboxRow } from './outbox-source.port.js';

/** A delivery that was given up. */
export interface DeadDelivery extends Omit<OutboxRow, 'id'> {
  /** Id of the outbox row that it came from: setting the same delivery aside twice changes nothing. */
  readonly outboxId: string;
  /** Why, without secrets: the sink's status and the head of its answer. */
  readonly reason: string;
  readonly attempts: number;
}

/** Where deliveries go that no retry will mend; an operator can send them again from there. */
export abstract class DeadLetters {
  /** Idempotent per outbox id. Rejects when it could not be stored: the job is then tried again. */
  abstract add(delivery: DeadDelivery): Promise<void>;
}
