import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { migrate } from '@tollgate/persistence';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../support/services/index.js';
import { makeTemporaryFolder, removeFolder } from './support/temporary-folder.js';

const ours = join(__dirname, '..', '..', '..', 'prisma', 'migrations');
const names = readdirSync(ours)
  .filter((name) => /^\d/.test(name))
  .sort();

describe('the migrations', () => {
  let database: TestDatabase;
  beforeEach(async () => (database = await createTestDatabase()));
  afterEach(() => database.drop());

  const query = async <T extends object>(sql: string): Promise<T[]> => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    try {
      return (await client.query<T>(sql)).rows;
    } finally {
      await client.end();
    }
  };

  it('are applied once by six processes that start together, and the epoch is there once', async () => {
    const applied = await Promise.all(Array.from({ length: 6 }, () => migrate(database.url)));
    expect(applied.filter((one) => one.length > 0)).toEqual([names]);
    const rows = await query<{ migration_name: string }>(
      'SELECT migration_name FROM tollgate._prisma_migrations ORDER BY 1',
    );
    expect(rows.map((row) => row.migration_name)).toEqual(names);
    expect(await query('SELECT id, value FROM tollgate.epoch')).toEqual([{ id: 1, value: '0' }]);
  });

  it('leave every other schema as it was', async () => {
    await query('CREATE TABLE public."LiteLLM_VerificationToken" (token text PRIMARY KEY)');
    const others = `SELECT n.nspname, c.relname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
      WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname NOT IN ('information_schema', 'tollgate') ORDER BY 1, 2`;
    const before = await query(others);
    await migrate(database.url);
    expect(await query(others)).toEqual(before);
  });

  it('make the partitions from yesterday to a week ahead', async () => {
    await migrate(database.url);
    const [row] = await query<{ days: number }>(
      `SELECT count(*)::int AS days FROM pg_inherits WHERE inhparent = 'tollgate.request_fact'::regclass`,
    );
    expect(row?.days).toBe(9);
  });

  it('leave nothing behind when one fails, say why, and go on from there when it is mended', async () => {
    const folder = makeTemporaryFolder();
    cpSync(ours, folder, { recursive: true });
    const broken = join(folder, '29990101000000_broken');
    mkdirSync(broken);
    writeFileSync(join(broken, 'migration.sql'), 'CREATE TABLE tollgate.half (id int); SELECT 1/0;');
    await expect(migrate(database.url, folder)).rejects.toThrow(
      'the migration "29990101000000_broken" failed and was rolled back: division by zero',
    );
    expect(await query(`SELECT to_regclass('tollgate.half') AS half`)).toEqual([{ half: null }]);
    writeFileSync(join(broken, 'migration.sql'), 'CREATE TABLE tollgate.half (id int);');
    expect(await migrate(database.url, folder)).toEqual(['29990101000000_broken']);
    removeFolder(folder);
  });

  it('name a migration that Prisma began and did not finish', async () => {
    await migrate(database.url);
    await query(
      `INSERT INTO tollgate._prisma_migrations (id, checksum, migration_name) VALUES ('x', 'x', '29990101000000_half')`,
    );
    await expect(migrate(database.url)).rejects.toThrow(
      /"29990101000000_half" was begun by Prisma and not finished.*prisma migrate resolve/,
    );
  });

  it('are all known to Prisma by the checksums it computes itself', async () => {
    await migrate(database.url);
    const { createHash } = await import('node:crypto');
    const expected = names.map((name) => ({
      migration_name: name,
      checksum: createHash('sha256')
        .update(readFileSync(join(ours, name, 'migration.sql')))
        .digest('hex'),
      applied_steps_count: 1,
    }));
    expect(
      await query('SELECT migration_name, checksum, applied_steps_count FROM tollgate._prisma_migrations ORDER BY 1'),
    ).toEqual(expected);
  });

  it.each([
    [
      'a wrong password',
      (url: URL) => (url.username = 'nobody_of_that_name'),
      /check name and password|does not exist|refuses the user/,
    ],
    [
      'a server that is not there',
      (url: URL) => (url.port = '1'),
      /cannot be reached .*is it running, and is DATABASE_URL right/,
    ],
    [
      'a database that is not there',
      (url: URL) => (url.pathname = '/no_such_database'),
      /"no_such_database" does not exist .*create it/,
    ],
  ])('say what to mend for %s', async (_fault, spoil, message) => {
    const url = new URL(database.url);
    spoil(url);
    await expect(migrate(url.toString())).rejects.toThrow(message);
    await expect(migrate(url.toString())).rejects.toMatchObject({ name: 'StartError' });
  });
});
