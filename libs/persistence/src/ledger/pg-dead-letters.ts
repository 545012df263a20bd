import { type DeadCount, type DeadDelivery, DeadLetters } from '@tollgate/callbacks';
import { answerWithin } from '../database/answer-within.js';
import type { Database } from '../database/database.js';

/** A job of the queue waits for it; one that gets no answer is tried again. */
const ANSWER_TIMEOUT_MS = 15_000;
const ADD = `INSERT INTO tollgate.dead_delivery (outbox_id, sink, received_at, request_id, reason, attempts)
  VALUES ($1, $2, $3::timestamptz, $4, $5, $6) ON CONFLICT (outbox_id) DO NOTHING`;
const COUNTS = `SELECT sink, reason, count(*)::int AS count FROM tollgate.dead_delivery
  GROUP BY sink, reason ORDER BY sink, count DESC, reason`;
/** Of two at once the second waits for the first's deletions and finds nothing left. */
const REDELIVER = `WITH returned AS (
  DELETE FROM tollgate.dead_delivery WHERE sink = $1 RETURNING sink, received_at, request_id
)
INSERT INTO tollgate.callback_outbox (sink, received_at, request_id) SELECT sink, received_at, request_id FROM returned`;

/** Deliveries that were given up, in `dead_delivery`. */
export class PgDeadLetters extends DeadLetters {
  constructor(private readonly database: Database) {
    super();
  }

  override async add(delivery: DeadDelivery): Promise<void> {
    const { outboxId, sink, receivedAt, requestId, reason, attempts } = delivery;
    const at = new Date(receivedAt).toISOString();
    const values = [outboxId, sink, at, requestId, reason.replaceAll('\0', ''), attempts];
    await this.database.pool.query(answerWithin(ANSWER_TIMEOUT_MS, ADD, values));
  }

  override async counts(): Promise<readonly DeadCount[]> {
    return (await this.database.pool.query<DeadCount>(COUNTS)).rows;
  }

  override async redeliver(sink: string): Promise<number> {
    return (await this.database.pool.query(REDELIVER, [sink])).rowCount ?? 0;
  }
}
