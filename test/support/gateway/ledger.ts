import pg from 'pg';
import { waitFor } from './wait-for.js';

/** A fact row with what stands beside it, as the ledger has it; counts and money as numbers and bigints. */
export interface LedgerRow {
  readonly request_id: string;
  readonly call_id: string;
  readonly provider_response_id: string | null;
  readonly status: string;
  readonly http_status: number;
  readonly error_code: string | null;
  readonly stream: boolean;
  readonly attempts: number;
  readonly key_hash: string;
  readonly model_group: string | null;
  readonly model: string | null;
  readonly provider: string | null;
  readonly deployment_id: string | null;
  readonly cost_nano: bigint | null;
  readonly cost_estimated: boolean;
  readonly input_uncached: number | null;
  readonly input_image: number | null;
  readonly cache_read: number | null;
  readonly output: number | null;
  readonly received_at: Date;
  readonly ended_at: Date;
}

export interface AttemptRow {
  readonly attempt: number;
  readonly outcome: string;
  readonly cost_nano: bigint | null;
  readonly estimated: boolean;
  readonly held_nano: bigint;
  readonly started_at: Date;
  readonly ended_at: Date;
}

/** Rows of the ledger by SQL; opened for one question and closed again. */
export async function queryDatabase<Row extends pg.QueryResultRow>(
  url: string,
  sql: string,
  values: readonly unknown[] = [],
): Promise<readonly Row[]> {
  const client = new pg.Client({ connectionString: url, types: { getTypeParser } });
  await client.connect();
  try {
    return (await client.query<Row>(sql, [...values])).rows;
  } finally {
    await client.end();
  }
}

/** Every request of a key, oldest first. */
export function rowsOfKey(url: string, keyHash: string): Promise<readonly LedgerRow[]> {
  return queryDatabase<LedgerRow>(
    url,
    `SELECT f.*, a.call_id, a.provider_response_id FROM tollgate.request_fact f
     JOIN tollgate.request_attribute a USING (received_at, request_id) WHERE f.key_hash = $1 ORDER BY f.received_at, f.request_id`,
    [keyHash],
  );
}

/** The attempts of one request, in order. */
export function attemptsOf(url: string, requestId: string): Promise<readonly AttemptRow[]> {
  return queryDatabase<AttemptRow>(
    url,
    'SELECT * FROM tollgate.request_attempt WHERE request_id = $1 ORDER BY attempt',
    [requestId],
  );
}

/** Waits until a key has this many rows (rows follow their answers within milliseconds) and gives them. */
export function waitForRows(url: string, keyHash: string, count: number): Promise<readonly LedgerRow[]> {
  return waitFor(`${String(count)} rows of the key`, async () => {
    const rows = await rowsOfKey(url, keyHash);
    return rows.length >= count ? rows : undefined;
  });
}

export function sumOfCosts(rows: readonly Pick<LedgerRow, 'cost_nano'>[]): bigint {
  return rows.reduce((sum, row) => sum + (row.cost_nano ?? 0n), 0n);
}

const BIGINT = 20;

function getTypeParser(oid: number, format?: 'text' | 'binary'): unknown {
  return oid === BIGINT ? (value: string) => BigInt(value) : pg.types.getTypeParser(oid, format);
}
