import { type EpochChange, EpochSource } from '@tollgate/auth';
import { answerWithin } from '../database/answer-within.js';
import type { Database } from '../database/database.js';

/** A poll that hangs would keep every later one from beginning. */
const ANSWER_TIMEOUT_MS = 3_000;

const CHANGES_SINCE = 'SELECT epoch, kind, id FROM tollgate.epoch_change WHERE epoch > $1 ORDER BY epoch, kind, id';

/** The control plane's epoch, read from its one row. */
export class PgEpochSource extends EpochSource {
  constructor(private readonly database: Database) {
    super();
  }

  override async current(): Promise<bigint> {
    const { rows } = await this.database.pool.query<{ value: string }>(
      answerWithin(ANSWER_TIMEOUT_MS, 'SELECT value FROM tollgate.epoch WHERE id = 1'),
    );
    return BigInt(rows[0]?.value ?? 0);
  }

  override async changesSince(epoch: bigint): Promise<readonly EpochChange[]> {
    const { rows } = await this.database.pool.query<{ epoch: string; kind: string; id: string }>(
      answerWithin(ANSWER_TIMEOUT_MS, CHANGES_SINCE, [epoch.toString()]),
    );
    return rows.map((row) => ({ ...row, epoch: BigInt(row.epoch) }));
  }
}
