import type { Instant } from '@tollgate/kernel';
import type { Database } from '../database/database.js';

/** When each key's last request was received, by key id; absent: it was never used. One step down an index per key, newest day first. */
export async function readLastActive(
  database: Database,
  keyIds: readonly string[],
): Promise<ReadonlyMap<string, Instant>> {
  if (keyIds.length === 0) return new Map();
  const { rows } = await database.pool.query<{ id: string; at: Date }>(
    `SELECT wanted.id, last.received_at AS at
     FROM unnest($1::uuid[]) AS wanted(id)
       CROSS JOIN LATERAL (SELECT received_at FROM tollgate.request_fact WHERE key_id = wanted.id ORDER BY received_at DESC LIMIT 1) AS last`,
    [keyIds],
  );
  return new Map(rows.map((row) => [row.id, row.at.getTime()]));
}
