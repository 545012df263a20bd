import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { connectionConfig } from '../database/connection-config.js';
import { errorCode, errorMessage } from '../database/error-code.js';
import { explainConnectError } from '../database/explain-connect-error.js';
import { StartError } from '../start-error.js';
import { migrationsFolder } from './migrations-folder.js';
import { refuseOldServer } from './refuse-old-server.js';

/** The advisory lock that Prisma's own commands take. */
const PRISMA_LOCK = 72_707_369;
const INSUFFICIENT_PRIVILEGE = '42501';
const LOCK_TIMEOUT_MS = 60_000;
const PARTITION_DAYS_BACK = 1;
const PARTITION_DAYS_AHEAD = 7;

/** As `prisma migrate deploy` makes it, in our schema. */
const MIGRATIONS_TABLE = `CREATE TABLE IF NOT EXISTS tollgate._prisma_migrations (
    id                      VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum                VARCHAR(64) NOT NULL,
    finished_at             TIMESTAMPTZ,
    migration_name          VARCHAR(255) NOT NULL,
    logs                    TEXT,
    rolled_back_at          TIMESTAMPTZ,
    started_at              TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count     INTEGER NOT NULL DEFAULT 0
)`;

/**
 * Brings the schema `tollgate` up to date: applies the migrations that are missing, each whole or not at all, and makes the
 * ledger's partitions of the coming days. Processes that do so at the same time wait for each other. Reads and writes Prisma's
 * own table, so that `prisma migrate` and this agree. Resolves to the names that were applied; rejects with a StartError.
 */
export async function migrate(url: string, folder: string = migrationsFolder()): Promise<readonly string[]> {
  const client = await connect(url);
  try {
    await checkVersion(client);
    await takeLock(client);
    await prepare(client);
    const applied = await applyMissing(client, folder);
    await client.query(
      `SELECT tollgate.ensure_partitions(today - ${PARTITION_DAYS_BACK}, today + ${PARTITION_DAYS_AHEAD})
       FROM (SELECT (now() AT TIME ZONE 'UTC')::date AS today) AS clock`,
    );
    return applied;
  } finally {
    // the lock goes with the session
    await client.end();
  }
}

/** How far a database is behind this version, without a change to it; `all`: it has no schema of Tollgate. Rejects with a StartError. */
export async function findMissingMigrations(
  url: string,
  folder: string = migrationsFolder(),
): Promise<'none' | 'some' | 'all'> {
  const client = await connect(url);
  try {
    const { rows } = await client.query<{ isThere: boolean }>(
      `SELECT to_regclass('tollgate._prisma_migrations') IS NOT NULL AS "isThere"`,
    );
    if (rows[0]?.isThere !== true) return 'all';
    return (await readMissing(client, folder)).length === 0 ? 'none' : 'some';
  } finally {
    await client.end();
  }
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client(connectionConfig(url, 'migrate'));
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    throw explainConnectError(error, url);
  }
}

async function checkVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ number: number }>(
    `SELECT current_setting('server_version_num')::int AS number`,
  );
  const refusal = refuseOldServer(rows[0]?.number ?? 0);
  if (refusal !== undefined) throw refusal;
}

async function takeLock(client: pg.Client): Promise<void> {
  await client.query(`SET lock_timeout = ${LOCK_TIMEOUT_MS}`);
  try {
    await client.query('SELECT pg_advisory_lock($1)', [PRISMA_LOCK]);
  } catch (cause) {
    const message = `another process has been migrating this database for ${LOCK_TIMEOUT_MS / 1000} s: wait for it, or end it, and start again`;
    throw new StartError(message, { cause });
  }
  await client.query('SET lock_timeout = 0');
}

async function prepare(client: pg.Client): Promise<void> {
  try {
    await client.query('CREATE SCHEMA IF NOT EXISTS tollgate');
    await client.query(MIGRATIONS_TABLE);
  } catch (cause) {
    if (errorCode(cause) !== INSUFFICIENT_PRIVILEGE) throw cause;
    const message =
      'the database user may not create the schema "tollgate": grant it CREATE on the database, or create the schema with it as owner';
    throw new StartError(message, { cause });
  }
}

interface MigrationRow {
  readonly migration_name: string;
  readonly finished_at: Date | null;
  readonly rolled_back_at: Date | null;
}

async function applyMissing(client: pg.Client, folder: string): Promise<readonly string[]> {
  const missing = await readMissing(client, folder);
  for (const name of missing) await apply(client, name, readFileSync(join(folder, name, 'migration.sql'), 'utf8'));
  return missing;
}

async function readMissing(client: pg.Client, folder: string): Promise<readonly string[]> {
  const { rows } = await client.query<MigrationRow>(
    'SELECT migration_name, finished_at, rolled_back_at FROM tollgate._prisma_migrations',
  );
  const unfinished = rows.find((row) => row.finished_at === null && row.rolled_back_at === null);
  if (unfinished !== undefined) {
    throw new StartError(
      `the migration "${unfinished.migration_name}" was begun by Prisma and not finished: ` +
        'mend the database, then mark it with `prisma migrate resolve` and start again',
    );
  }
  const done = new Set(
    rows.filter((row) => row.finished_at !== null && row.rolled_back_at === null).map((row) => row.migration_name),
  );
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'migration.sql')) && !done.has(name))
    .sort();
}

/** Script and row are one transaction: a migration that failed, or was killed, has left nothing behind. */
async function apply(client: pg.Client, name: string, sql: string): Promise<void> {
  const checksum = createHash('sha256').update(sql).digest('hex');
  try {
    await client.query('BEGIN');
    await client.query(sql);
    await client.query(
      `INSERT INTO tollgate._prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query('COMMIT');
  } catch (cause) {
    await client.query('ROLLBACK').catch(() => undefined);
    const reason = errorMessage(cause);
    throw new StartError(`the migration "${name}" failed and was rolled back: ${reason}`, { cause });
  }
}
