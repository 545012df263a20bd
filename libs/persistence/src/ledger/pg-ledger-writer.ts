import { createHash } from 'node:crypto';
import type { CompletionRecord } from '@tollgate/canonical';
import { LIMIT_NANO_USD_MAX } from '@tollgate/kernel';
import { type LedgerLine, LedgerWriter } from '@tollgate/logging';
import type pg from 'pg';
import { answerWithin } from '../database/answer-within.js';
import type { Database } from '../database/database.js';
import { RETRACT_INTERRUPTED } from './retract-interrupted-sql.js';
import { SET_ASIDE } from './set-aside-sql.js';
import { WITH_OPENINGS, WRITE_WITH_OPENINGS } from './window-openings.js';
import { WRITE_BATCH } from './write-batch-sql.js';

/** Of a scope's id; longer ones do not fit into the key of the balances. */
const WINDOW_ID_CHARACTERS_MAX = 512;

/** For one statement of a batch; one that was executed without an answer changes nothing when it is sent again. */
const ANSWER_TIMEOUT_MS = 30_000;

/** For the days of a batch's records (`$1`) and texts (`$2`); answers how many were made. */
const ENSURE_PARTITIONS = `SELECT coalesce(sum(tollgate.ensure_partitions(day, day)), 0)::int AS made FROM (
  SELECT DISTINCT (to_timestamp("receivedAt" / 1000) AT TIME ZONE 'UTC')::date AS day
  FROM (SELECT * FROM json_to_recordset($1::json) AS r("receivedAt" float8)
    UNION ALL SELECT * FROM json_to_recordset($2::json) AS t("receivedAt" float8)) AS line
) AS days`;

export interface LedgerWriterOptions {
  /** Days that prompts and answers are kept. */
  readonly textRetentionDays: number;
}

interface BatchResult {
  readonly records: number;
  readonly inserted: number;
}

/**
 * The ledger in PostgreSQL. A batch is one statement over the journal's lines as they stand (WRITE_BATCH), under a lock that changes wait for
 * which open windows; lines are joined to a JSON array and never parsed here. Rejects with the driver's error when the batch holds a line
 * that PostgreSQL does not take (a value out of range, `\u0000`): nothing of it is written then, and the caller finds the line by halving.
 */
export class PgLedgerWriter extends LedgerWriter {
  constructor(
    private readonly database: Database,
    private readonly options: LedgerWriterOptions,
  ) {
    super();
  }

  override async write(lines: readonly LedgerLine[]): Promise<void> {
    const records = toJsonArray(lines, 'finished');
    const texts = toJsonArray(lines, 'text');
    try {
      await this.writeBatch(records, texts);
    } catch (error) {
      if (!isMissingPartition(error)) throw error;
      await this.ensurePartitions(records, texts);
      await this.writeBatch(records, texts);
    }
  }

  /** The money of a finished record still enters its balances, so that what was set aside stays counted. */
  override async setAside(line: LedgerLine, reason: string): Promise<boolean> {
    const { requestId, costNano, windows } = readMoney(line);
    const values = [
      letterId(line),
      line.kind,
      line.json.replaceAll('\0', ''),
      reason.replaceAll('\0', ''),
      requestId,
      costNano,
      windows,
    ];
    const { rows } = await this.database.pool.query<{ isNew: boolean }>(
      answerWithin(ANSWER_TIMEOUT_MS, SET_ASIDE, values),
    );
    return rows[0]?.isNew === true;
  }

  override async withoutSetAside(lines: readonly LedgerLine[]): Promise<readonly LedgerLine[]> {
    const ids = lines.map(letterId);
    const sql = 'SELECT id FROM tollgate.dead_letter WHERE id = ANY($1)';
    const { rows } = await this.database.pool.query<{ id: string }>(answerWithin(ANSWER_TIMEOUT_MS, sql, [ids]));
    const known = new Set(rows.map(({ id }) => id));
    return lines.filter((_line, index) => !known.has(ids[index] ?? ''));
  }

  private async writeBatch(records: Buffer, texts: Buffer): Promise<void> {
    const values = [records, texts, this.options.textRetentionDays];
    const { rows } = await this.database.pool.query<BatchResult>(
      answerWithin(ANSWER_TIMEOUT_MS, WRITE_WITH_OPENINGS, [WRITE_BATCH, ...values]),
    );
    const [result] = rows;
    if (result !== undefined && result.inserted < result.records) await this.replaceInterrupted(records, values);
  }

  /** Some records were there already: sent before, or rows that stood in for a true end that this batch brings. */
  private async replaceInterrupted(records: Buffer, values: unknown[]): Promise<void> {
    await this.database.transaction(async (client: pg.ClientBase) => {
      await client.query(answerWithin(ANSWER_TIMEOUT_MS, WITH_OPENINGS));
      const { rows } = await client.query<{ retracted: number }>(
        answerWithin(ANSWER_TIMEOUT_MS, RETRACT_INTERRUPTED, [records]),
      );
      if ((rows[0]?.retracted ?? 0) > 0) await client.query(answerWithin(ANSWER_TIMEOUT_MS, WRITE_BATCH, values));
    });
  }

  /** Where none is missing, a session has missed one that is there: all of them read their lists again. */
  private async ensurePartitions(records: Buffer, texts: Buffer): Promise<void> {
    const { rows } = await this.database.pool.query<{ made: number }>(
      answerWithin(ANSWER_TIMEOUT_MS, ENSURE_PARTITIONS, [records, texts]),
    );
    if (rows[0]?.made === 0)
      await this.database.pool.query(answerWithin(ANSWER_TIMEOUT_MS, 'SELECT tollgate.reread_partitions()'));
  }
}

/** Written straight into the bytes that go to the server: a joined string would be copied three times more. */
function toJsonArray(lines: readonly LedgerLine[], kind: LedgerLine['kind']): Buffer {
  let room = 2;
  for (const line of lines) if (line.kind === kind) room += 1 + Buffer.byteLength(line.json);
  const bytes = Buffer.allocUnsafeSlow(room);
  let end = bytes.write('[');
  for (const line of lines) {
    if (line.kind !== kind) continue;
    if (end > 1) end += bytes.write(',', end, 'latin1');
    end += bytes.write(line.json, end, 'utf8');
  }
  end += bytes.write(']', end, 'latin1');
  return bytes.subarray(0, end);
}

/** By the routine that reports it: the message is translated by the server's locale. */
function isMissingPartition(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'routine' in error && error.routine === 'ExecFindPartition';
}

function letterId({ kind, json }: LedgerLine): string {
  return createHash('sha256').update(`${kind}\n${json}`).digest('hex');
}

/** What can be read of a line that no batch took. */
function readMoney(line: LedgerLine): { requestId: string | null; costNano: string | null; windows: string } {
  try {
    const record = JSON.parse(line.json) as Partial<CompletionRecord> | null;
    const costNano = readCost(record?.costNano);
    const requestId = typeof record?.requestId === 'string' ? record.requestId.slice(0, 64).replaceAll('\0', '') : null;
    const windows = Array.isArray(record?.windows) ? record.windows.filter(isWindow) : [];
    return { requestId, costNano: line.kind === 'finished' ? costNano : null, windows: JSON.stringify(windows) };
  } catch {
    return { requestId: null, costNano: null, windows: '[]' };
  }
}

/** A cost beyond any limit counts as the largest that a limit can be: whoever has one is out of money, and the sums still hold it. */
function readCost(value: unknown): string | null {
  if (typeof value !== 'string' || !/^\d{1,100}$/.test(value)) return null;
  return BigInt(value) < LIMIT_NANO_USD_MAX ? value : String(LIMIT_NANO_USD_MAX);
}

/** A window that the balances take: they are the last place, and must not refuse the line. */
function isWindow(value: unknown): boolean {
  const window = value as Partial<CompletionRecord['windows'][number]> | null;
  const isText = (text: unknown): boolean =>
    typeof text === 'string' && text.length <= WINDOW_ID_CHARACTERS_MAX && !text.includes('\0');
  return (
    isText(window?.scope) && isText(window?.id) && Number.isSafeInteger(window?.start) && Number(window?.start) >= 0
  );
}
