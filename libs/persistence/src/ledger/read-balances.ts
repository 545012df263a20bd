import type { Instant } from '@tollgate/kernel';
import type { Database } from '../database/database.js';

/** One balance: a scope's window; lifetime is start 0. */
export interface BalanceRef {
  readonly scope: string;
  readonly id: string;
  readonly start: Instant;
}

/** Window sums of many scopes in one read by primary key, in the order asked for; a window without records is 0. */
export async function readBalances(database: Database, refs: readonly BalanceRef[]): Promise<readonly bigint[]> {
  if (refs.length === 0) return [];
  const { rows } = await database.pool.query<{ amount_nano: string | null }>(
    `SELECT b.amount_nano
     FROM unnest($1::text[], $2::text[], $3::timestamptz[]) WITH ORDINALITY AS wanted(scope, scope_id, window_start, position)
       LEFT JOIN tollgate.scope_balance AS b USING (scope, scope_id, window_start)
     ORDER BY wanted.position`,
    [refs.map((ref) => ref.scope), refs.map((ref) => ref.id), refs.map((ref) => new Date(ref.start).toISOString())],
  );
  return rows.map((row) => BigInt(row.amount_nano ?? 0));
}
