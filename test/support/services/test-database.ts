import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { serviceUrl } from './service-url.js';

export interface TestDatabase {
  /** A PostgreSQL URL of the superuser; the database is empty. */
  readonly url: string;
  /** Removes the database, also while somebody is still connected to it. */
  drop(): Promise<void>;
}

/** Creates a database of its own for a test, on the server that `npm test` started. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = serviceUrl('TEST_DATABASE_URL');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await execute(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.toString(), drop: () => execute(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
