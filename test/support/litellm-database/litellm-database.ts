import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../services/index.js';

type Row = Readonly<Record<string, unknown>>;

/** A database as LiteLLM keeps it, made from its schema. */
export class LiteLlmDatabase {
  private constructor(private readonly database: TestDatabase) {}

  static async create(): Promise<LiteLlmDatabase> {
    const made = new LiteLlmDatabase(await createTestDatabase());
    await made.query(readFileSync(join(__dirname, 'schema.sql'), 'utf8'));
    return made;
  }

  get url(): string {
    return this.database.url;
  }

  /** Rows of a table, `LiteLLM_` left out of its name; what is not given has LiteLLM's default. */
  async insert(table: string, ...rows: readonly Row[]): Promise<void> {
    for (const row of rows) {
      const columns = Object.keys(row);
      const name = pg.escapeIdentifier(`LiteLLM_${table}`);
      const list = columns.map((column) => pg.escapeIdentifier(column)).join(', ');
      await this.query(
        `INSERT INTO ${name} (${list}) SELECT ${list} FROM jsonb_populate_record(NULL::${name}, $1::jsonb)`,
        [JSON.stringify(row)],
      );
    }
  }

  async query(sql: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    const client = new pg.Client({ connectionString: this.url });
    await client.connect();
    try {
      return (await client.query<Row>(sql, values.length === 0 ? undefined : [...values])).rows;
    } finally {
      await client.end();
    }
  }

  /** Everything outside our own schema, row by row with its place and the transaction that wrote it, and what the catalogue says of it. */
  async dump(): Promise<Readonly<Record<string, unknown>>> {
    const relations = await this.query(
      `SELECT c.oid::regclass::text AS name, c.relkind, c.relfilenode, c.relnatts, c.relacl::text FROM pg_class AS c
       JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' ORDER BY 1`,
    );
    const dumped: Record<string, unknown> = { relations };
    for (const { name, relkind } of relations)
      if (relkind === 'r')
        dumped[String(name)] = await this.query(
          `SELECT t.ctid::text, t.xmin::text, to_jsonb(t) AS row FROM ${String(name)} AS t ORDER BY 1`,
        );
    return dumped;
  }

  drop(): Promise<void> {
    return this.database.drop();
  }
}

/** As LiteLLM stores a key. */
export function tokenOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
