import type { JsonObject } from '@tollgate/kernel';
import pg from 'pg';
import { connectionConfig } from '../database/connection-config.js';
import { explainConnectError } from '../database/explain-connect-error.js';
import { StartError } from '../start-error.js';

/** The table that every version of LiteLLM has. */
const KEYS = 'LiteLLM_VerificationToken';
const BATCH_ROWS = 500;
/** Rows are counted no further: a log of calls may have hundreds of millions. */
const COUNT_MAX = 10_000;

/**
 * LiteLLM's database, as it was at one moment: one transaction that can only read, so that nothing in it can change. Its tables stand
 * in the schema that Prisma's `schema` of the address names, else in `public`.
 */
export class LiteLlmSource {
  private constructor(
    private readonly client: pg.Client,
    readonly schema: string,
    private readonly tables: ReadonlySet<string>,
  ) {}

  /** Rejects with a StartError where the server does not answer or holds no LiteLLM. */
  static async open(url: string): Promise<LiteLlmSource> {
    if (!URL.canParse(url))
      throw new StartError('--database-url is no address: postgresql://user:password@host:5432/database');
    const client = new pg.Client(connectionConfig(url, 'import'));
    client.on('error', () => undefined);
    await client.connect().catch((error: unknown) => {
      throw explainConnectError(error, url, '--database-url');
    });
    const schema = new URL(url).searchParams.get('schema') ?? 'public';
    try {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      // between two of its batches ours are written
      await client.query('SET LOCAL idle_in_transaction_session_timeout = 0');
      const { rows } = await client.query<{ name: string }>(
        `SELECT relname AS name FROM pg_class WHERE relnamespace = to_regnamespace(quote_ident($1)) AND relkind IN ('r', 'p')
           AND relname LIKE 'LiteLLM\\_%'`,
        [schema],
      );
      const tables = new Set(rows.map(({ name }) => name));
      if (tables.has(KEYS)) return new LiteLlmSource(client, schema, tables);
      throw new StartError(
        `the database "${decodeURIComponent(new URL(url).pathname.slice(1))}" holds no tables of LiteLLM in the schema "${schema}": ` +
          'name LiteLLM’s own address with --database-url',
      );
    } catch (error) {
      await client.end();
      throw error;
    }
  }

  /** Whether its version has this table. */
  has(table: string): boolean {
    return this.tables.has(table);
  }

  /** Its tables, by name. */
  get names(): readonly string[] {
    return [...this.tables].sort();
  }

  /** The table as SQL names it. */
  qualified(table: string): string {
    return `${pg.escapeIdentifier(this.schema)}.${pg.escapeIdentifier(table)}`;
  }

  /** Rows of a statement whose one column `row` is a JSON object, some hundreds at a time. */
  async *read(sql: string): AsyncGenerator<readonly JsonObject[]> {
    await this.client.query(`DECLARE rows NO SCROLL CURSOR FOR ${sql}`);
    for (;;) {
      const { rows } = await this.client.query<{ row: JsonObject }>(`FETCH ${String(BATCH_ROWS)} FROM rows`);
      if (rows.length > 0) yield rows.map(({ row }) => row);
      if (rows.length < BATCH_ROWS) break;
    }
    await this.client.query('CLOSE rows');
  }

  /** How many rows a table has, in words; undefined: none. */
  async countRows(table: string): Promise<string | undefined> {
    const { rows } = await this.client.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM (SELECT FROM ${this.qualified(table)} LIMIT ${String(COUNT_MAX + 1)}) AS counted`,
    );
    const count = rows[0]?.count ?? 0;
    if (count === 0) return undefined;
    return count > COUNT_MAX ? `more than ${String(COUNT_MAX)} rows` : `${String(count)} row${count === 1 ? '' : 's'}`;
  }

  async close(): Promise<void> {
    await this.client.query('ROLLBACK').catch(() => undefined);
    await this.client.end();
  }
}
