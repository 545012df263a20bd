import { type OutboxRow, OutboxSource } from '@tollgate/callbacks';
import { answerWithin } from '../database/answer-within.js';
import type { Database } from '../database/database.js';

/** A round that hangs would be the last one. */
const ANSWER_TIMEOUT_MS = 15_000;
const PENDING = `SELECT id, sink, received_at, request_id FROM tollgate.callback_outbox
  ORDER BY received_at, request_id LIMIT $1`;
const REMOVE = 'DELETE FROM tollgate.callback_outbox WHERE id = ANY($1::uuid[])';

interface Row {
  readonly id: string;
  readonly sink: string;
  readonly received_at: Date;
  readonly request_id: string;
}

/** The table `callback_outbox`. Ids are random UUIDs, so that they stay unique for a queue that outlives the database. */
export class PgOutboxSource extends OutboxSource {
  constructor(private readonly database: Database) {
    super();
  }

  override async pending(limit: number): Promise<readonly OutboxRow[]> {
    const { rows } = await this.database.pool.query<Row>(answerWithin(ANSWER_TIMEOUT_MS, PENDING, [limit]));
    return rows.map((row) => ({
      id: row.id,
      sink: row.sink,
      requestId: row.request_id,
      receivedAt: row.received_at.getTime(),
    }));
  }

  override async remove(ids: readonly string[]): Promise<void> {
    await this.database.pool.query(answerWithin(ANSWER_TIMEOUT_MS, REMOVE, [ids]));
  }
}
