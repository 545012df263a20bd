import type { Database } from './database.js';

/** Whether this database, which is up to date, also holds LiteLLM's tables, of which nothing was taken over yet. */
export async function findUntakenLiteLlm({ pool }: Pick<Database, 'pool'>): Promise<boolean> {
  const { rows } = await pool.query<{ found: boolean }>(
    `SELECT EXISTS (SELECT FROM pg_class WHERE relname = 'LiteLLM_VerificationToken' AND relkind IN ('r', 'p'))
       AND NOT EXISTS (SELECT FROM tollgate.imported_object) AS found`,
  );
  return rows[0]?.found === true;
}
