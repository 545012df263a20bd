import { type DeadDelivery, DeadLetters } from '@tollgate/callbacks';
import type { Database } from '../database/database.js';

/** Deliveries that were given up, in `dead_delivery`. */
export class PgDeadLetters extends DeadLetters {
  constructor(private readonly database: Database) {
    super();
  }

  override async add(delivery: DeadDelivery): Promise<void> {
    const { outboxId, sink, receivedAt, requestId, reason, attempts } = delivery;
    await this.database.pool.query(
      `INSERT INTO tollgate.dead_delivery (outbox_id, sink, received_at, request_id, reason, attempts)
       VALUES ($1, $2, $3::timestamptz, $4, $5, $6) ON CONFLICT (outbox_id) DO NOTHING`,
      [outboxId, sink, new Date(receivedAt).toISOString(), requestId, reason.replaceAll('\0', ''), attempts],
    );
  }
}
