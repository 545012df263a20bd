import { type DeliveredRecord, type RecordKey, RecordSource } from '@tollgate/callbacks';
import { answerWithin } from '../database/answer-within.js';
import type { Database } from '../database/database.js';
import { READ_RECORDS, type StoredRecordRow, toRecord } from './read-records.js';

/** A delivery waits for it. */
const ANSWER_TIMEOUT_MS = 15_000;

/** Records read back from the ledger, for sinks. */
export class PgRecordSource extends RecordSource {
  constructor(private readonly database: Database) {
    super();
  }

  override async read(sink: string, keys: readonly RecordKey[]): Promise<readonly DeliveredRecord[]> {
    const ids = keys.map((key) => key.requestId);
    const instants = keys.map((key) => new Date(key.receivedAt).toISOString());
    const { rows } = await this.database.pool.query<StoredRecordRow>(
      answerWithin(ANSWER_TIMEOUT_MS, READ_RECORDS, [ids, instants, sink]),
    );
    return rows.map((row) => ({ record: toRecord(row), ...(row.text === null ? {} : { texts: row.text }) }));
  }
}
