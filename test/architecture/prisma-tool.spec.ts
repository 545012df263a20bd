import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { FreshCopy } from '../docs/fresh-copy.js';
import { createTestDatabase, type TestDatabase } from '../support/services/index.js';
import { type NodeRun, repository, runNode } from './run-node.js';

const nowhere = 'postgresql://nobody@127.0.0.1:1/none';

const schemaHead = `
  generator client {
    provider = "prisma-client"
    output   = "./generated"
  }
  datasource db {
    provider = "postgresql"
  }
`;
const schema = `${schemaHead}
  model Widget {
    id   Int    @id
    name String
  }
`;
const changedSchema = schema.replace('name String', 'name String\n    size Int?');

/** A script that must reach the server whole: it has a semicolon inside a $$ body. */
const migration = `
  CREATE TABLE "Widget" ("id" INTEGER NOT NULL, "name" TEXT NOT NULL, CONSTRAINT "Widget_pkey" PRIMARY KEY ("id"));
  CREATE FUNCTION double(value integer) RETURNS integer LANGUAGE plpgsql AS $$ BEGIN value := value * 2; RETURN value; END $$;
`;

describe('the stand-in for the schema engine of Prisma', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tollgate-prisma-'));
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
    mkdirSync(path.join(folder, 'migrations/1_init'), { recursive: true });
    symlinkSync(path.join(repository, 'node_modules'), path.join(folder, 'node_modules'));
    const files = {
      'schema.prisma': schema,
      'changed.prisma': changedSchema,
      'migrations/migration_lock.toml': 'provider = "postgresql"\n',
      'migrations/1_init/migration.sql': migration,
      'prisma.config.ts': `
        import { defineConfig } from 'prisma/config';
        export default defineConfig({
          schema: 'schema.prisma', migrations: { path: 'migrations' }, datasource: { url: process.env.DATABASE_URL },
        });`,
    };
    for (const [file, text] of Object.entries(files)) writeFileSync(path.join(folder, file), text);
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await database.drop();
  });

  const inFolder = (file: string): string => path.join(folder, file);
  const prisma = (url: string, ...args: string[]): Promise<NodeRun> =>
    runNode(
      [path.join(repository, 'tools/prisma.mjs'), ...args, '--config', inFolder('prisma.config.ts')],
      repository,
      {
        ...process.env,
        DATABASE_URL: url,
      },
    );

  it('compares schema files without any database', async () => {
    const to = inFolder('schema.prisma');
    const { code, stdout } = await prisma(nowhere, 'migrate', 'diff', '--from-empty', '--to-schema', to, '--script');
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('CREATE TABLE "Widget"') });
  });

  it('names an unreachable server', async () => {
    const { code, stdout, stderr } = await prisma(nowhere, 'migrate', 'deploy');
    expect(code).toBe(1);
    expect(stdout + stderr).toContain('P1001');
  });

  it('applies migrations, whole scripts at a time, and knows that it did', async () => {
    const deployed = await prisma(database.url, 'migrate', 'deploy');
    expect(deployed).toMatchObject({ code: 0 });
    const status = await prisma(database.url, 'migrate', 'status');
    expect(status).toMatchObject({ code: 0, stdout: expect.stringContaining('up to date') });
    expect(await queryRow(database.url, 'SELECT double(21) AS answer')).toEqual({ answer: 42 });
  });

  it.each([
    ['agree', 'schema.prisma', 0],
    ['differ', 'changed.prisma', 2],
  ])('sees on a shadow database of its own that migrations and schema %s', async (_word, file, expected) => {
    const from = ['--from-migrations', inFolder('migrations'), '--to-schema', inFolder(file)];
    const { code } = await prisma(database.url, 'migrate', 'diff', ...from, '--exit-code');
    expect(code).toBe(expected);
    const left = `SELECT count(*)::int AS shadows FROM pg_database WHERE datname LIKE 'prisma_migrate_shadow%'`;
    expect(await queryRow(database.url, left)).toEqual({ shadows: 0 });
  });
});

describe('the migrations of this repository', () => {
  it('build what schema.prisma says', async () => {
    expect(existsSync(path.join(repository, 'prisma/schema.prisma'))).toBe(true);
    const database = await createTestDatabase();
    try {
      const env = { ...process.env, DATABASE_URL: database.url };
      const { code, stdout, stderr } = await runNode([path.join(repository, 'tools/db-diff.mjs')], repository, env);
      expect(stdout + stderr).toContain('schema and migrations agree');
      expect(code).toBe(0);
    } finally {
      await database.drop();
    }
  });
});

describe('npm run db:migrate', () => {
  it('writes the migration for a changed schema, once', async () => {
    const copy = new FreshCopy();
    const database = await createTestDatabase();
    try {
      const env = { ...process.env, DATABASE_URL: database.url };
      const run = (tool: string, ...args: string[]): Promise<NodeRun> =>
        runNode([path.join(copy.folder, 'tools', tool), ...args], copy.folder, env);
      const model = '\nmodel Zz {\n  id Int @id\n  @@map("zz")\n  @@schema("tollgate")\n}\n';
      appendFileSync(path.join(copy.folder, 'prisma/schema.prisma'), model);
      const written = await run('db-migrate.mjs', '--name', 'add_zz');
      expect(written).toMatchObject({ code: 0, stdout: expect.stringMatching(/^written: .*_add_zz.migration\.sql$/m) });
      const file = /^written: (.*)$/m.exec(written.stdout)?.[1] ?? '';
      expect(readFileSync(path.join(copy.folder, file), 'utf8')).toMatch(
        /^-- CreateTable\nCREATE TABLE "tollgate"."zz" \(/,
      );
      expect(await run('db-diff.mjs')).toMatchObject({ code: 0, stdout: 'schema and migrations agree\n' });
      expect(await run('db-migrate.mjs', '--name', 'again')).toMatchObject({
        code: 0,
        stdout: 'schema and migrations agree: there is nothing to migrate\n',
      });
      expect(readdirSync(path.join(copy.folder, 'prisma/migrations')).join()).not.toContain('again');
    } finally {
      await database.drop();
      await copy.remove();
    }
  });

  it.each([[[]], [['--name', 'Ünfit name']], [['--create-only']]])(
    'asks for a name where %j gives none',
    async (args) => {
      const { code, stderr } = await runNode([path.join(repository, 'tools/db-migrate.mjs'), ...args]);
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr: expect.stringContaining('say what changes: npm run db:migrate'),
      });
    },
  );
});

async function queryRow(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return rows[0];
  } finally {
    await client.end();
  }
}
