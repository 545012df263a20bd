import type { Instant } from '@tollgate/kernel';
import type { Database } from '../database/database.js';

/**
 * How old a request must be to be told as activity, milliseconds. LiteLLM books activity with the spend, after the answer, so whoever
 * calls and looks at once sees none there, and scripts compare. Facts are rows here before the answer is read: without a bound,
 * what is shown would hang on which of the two was faster.
 */
const ACTIVITY_SHOWN_AFTER_MS = 1400;

/** Days that are looked into: those of the last calls. Calls that are too new to be told lie in two of them at most. */
const DAYS_LOOKED_INTO = 3;

/**
 * When each key's last request was received that is old enough to be told, by key id; absent: none is. The daily sums say on which days
 * a key called: of a key that never did, no day's partition is looked into, and of another at most three.
 */
export async function readLastActive(
  database: Database,
  keyIds: readonly string[],
  now: Instant,
): Promise<ReadonlyMap<string, Instant>> {
  if (keyIds.length === 0) return new Map();
  const { rows } = await database.pool.query<{ id: string; at: Date }>(
    `SELECT wanted.id, last.received_at AS at
     FROM unnest($1::uuid[]) AS wanted(id)
       CROSS JOIN LATERAL (
         SELECT min(day)::timestamp AT TIME ZONE 'UTC' AS since, (max(day) + 1)::timestamp AT TIME ZONE 'UTC' AS until FROM (
           SELECT DISTINCT day FROM tollgate.spend_daily WHERE key_id = wanted.id ORDER BY day DESC LIMIT $3) AS days
       ) AS called
       CROSS JOIN LATERAL (
         SELECT received_at FROM tollgate.request_fact
         WHERE key_id = wanted.id AND received_at <= $2 AND received_at >= called.since AND received_at < called.until
         ORDER BY received_at DESC LIMIT 1
       ) AS last`,
    [keyIds, new Date(now - ACTIVITY_SHOWN_AFTER_MS), DAYS_LOOKED_INTO],
  );
  return new Map(rows.map((row) => [row.id, row.at.getTime()]));
}
