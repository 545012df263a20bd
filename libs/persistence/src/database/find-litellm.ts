import pg from 'pg';
import { connectionConfig } from './connection-config.js';

/** Whether this database, which is up to date, also holds LiteLLM's tables, of which nothing was taken over yet. */
export async function findUntakenLiteLlm(url: string): Promise<boolean> {
  const client = new pg.Client(connectionConfig(url, 'start'));
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ found: boolean }>(
      `SELECT EXISTS (SELECT FROM pg_class WHERE relname = 'LiteLLM_VerificationToken' AND relkind IN ('r', 'p'))
         AND NOT EXISTS (SELECT FROM tollgate.imported_object) AS found`,
    );
    return rows[0]?.found === true;
  } finally {
    await client.end();
  }
}
