import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { serviceUrl } from './service-url.js';

export interface TestDatabase {
  /** A PostgreSQL URL of the superuser. */
  readonly url: string;
  /** Removes the database, also while somebody is still connected to it. */
  drop(): Promise<void>;
}

/** Creates an empty database of its own for a test, on the server that `npm test` started. */
export function createTestDatabase(): Promise<TestDatabase> {
  return create('');
}

/** One that is up to date, as `npm test` has had it made by the product; on a server that it was given an empty one. */
export function createMigratedDatabase(): Promise<TestDatabase> {
  const template = process.env['TEST_DATABASE_TEMPLATE'] ?? '';
  return create(template === '' ? '' : ` TEMPLATE ${template}`);
}

async function create(like: string): Promise<TestDatabase> {
  const server = serviceUrl('TEST_DATABASE_URL');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await execute(server, `CREATE DATABASE ${name}${like}`);
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
