import { type LedgerLine } from '@tollgate/logging';
import { Database, migrate, PgLedgerWriter } from '@tollgate/persistence';
import { createLogger } from '@tollgate/telemetry';
import { createMigratedDatabase, type TestDatabase } from '../../../support/services/index.js';

/** A migrated database of its own, and the ledger's writer on it. */
export class LedgerHarness {
  private constructor(
    private readonly server: TestDatabase,
    readonly database: Database,
    readonly writer: PgLedgerWriter,
  ) {}

  static async start(connectionsMax = 10): Promise<LedgerHarness> {
    const server = await createMigratedDatabase();
    await migrate(server.url);
    const database = new Database({ url: server.url, role: 'test', connectionsMax }, createLogger('silent'));
    return new LedgerHarness(server, database, new PgLedgerWriter(database, { textRetentionDays: 30 }));
  }

  get url(): string {
    return this.server.url;
  }

  /** Rows of a query, with numbers beyond 32 bits as text. */
  async rows<T extends object = Record<string, unknown>>(sql: string, values: unknown[] = []): Promise<T[]> {
    return (await this.database.pool.query<T>(sql, values)).rows;
  }

  async count(table: string): Promise<number> {
    const [row] = await this.rows<{ count: number }>(`SELECT count(*)::int AS count FROM tollgate.${table}`);
    return row?.count ?? -1;
  }

  /** Takes everything out that records bring in. */
  async clear(): Promise<void> {
    const tables = [
      'request_fact',
      'request_attribute',
      'request_attempt',
      'request_text',
      'scope_balance',
      'spend_daily',
      'spend_daily_label',
      'spend_daily_total',
      'spend_monthly_total',
      'attempt_failure_daily',
      'client_product_daily',
      'deployment_daily',
      'activity_daily',
      'activity_day',
      'tag_daily',
      'tag_day',
      'tag_user',
      'tag_user_sum',
    ];
    const others = ['customer', 'tag', 'callback_outbox', 'ledger_entry', 'dead_letter'];
    await this.rows(`TRUNCATE ${[...tables, ...others].map((table) => `tollgate.${table}`).join(', ')}`);
  }

  /** Nano-dollars of a scope in the window that begins at `start`; undefined: it has no balance. */
  async balance(scope: string, id: string, start = 0): Promise<string | undefined> {
    const sql =
      'SELECT amount_nano FROM tollgate.scope_balance WHERE scope = $1 AND scope_id = $2 AND window_start = to_timestamp($3::float8 / 1000)';
    return (await this.rows<{ amount_nano: string }>(sql, [scope, id, start]))[0]?.amount_nano;
  }

  /** Everything the ledger holds, in a fixed order: two equal dumps are two equal ledgers. */
  async dump(): Promise<Record<string, unknown[]>> {
    const tables = [
      'request_fact',
      'request_attribute',
      'request_attempt',
      'request_text',
      'scope_balance',
      'spend_daily',
      'spend_daily_label',
      'spend_daily_total',
      'spend_monthly_total',
      'attempt_failure_daily',
      'client_product_daily',
      'deployment_daily',
      'ledger_entry',
    ];
    const named = ['customer', 'tag', 'callback_outbox'];
    const dump: Record<string, unknown[]> = {};
    for (const table of [...tables, ...named]) {
      const rows = await this.rows<{ row: Record<string, unknown> }>(
        `SELECT to_jsonb(t) - 'created_at' - 'updated_at' AS row FROM tollgate.${table} AS t`,
      );
      dump[table] = rows.map(({ row }) => JSON.stringify(row)).sort();
    }
    return dump;
  }

  async stop(): Promise<void> {
    await this.database.close();
    await this.server.drop();
  }
}

export function finished(...records: readonly object[]): LedgerLine[] {
  return records.map((record) => ({ kind: 'finished', json: JSON.stringify(record) }));
}

export function text(...texts: readonly object[]): LedgerLine[] {
  return texts.map((one) => ({ kind: 'text', json: JSON.stringify(one) }));
}
