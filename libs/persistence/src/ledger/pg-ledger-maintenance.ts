import { LedgerMaintenance } from '@tollgate/callbacks';
import type { Instant } from '@tollgate/kernel';
import type pg from 'pg';
import type { Database } from '../database/database.js';

/** Dropping a partition waits for those who read it; better to come back tomorrow than to hold everybody up. */
const LOCK_TIMEOUT = '2s';
/** Rows that one statement deletes: each may hold megabytes, and nobody waits behind it for long. */
const BATCH_ROWS = 200;
/** A year, and the month that it is compared with. */
const EVENT_RETENTION_MS = 400 * 86_400_000;
const CHECK_RETENTION_MS = 30 * 86_400_000;
/** A journal may wait so long for its next start. */
const OPENING_RETENTION_MS = 90 * 86_400_000;
/** Of one run; the next is an hour away. */
const BATCHES_MAX = 500;

/** Daily partitions, made ahead and dropped when all their texts have expired; what is over deleted, what is new added up. */
export class PgLedgerMaintenance extends LedgerMaintenance {
  constructor(private readonly database: Database) {
    super();
  }

  override async ensurePartitions(now: Instant, days: number): Promise<void> {
    await this.database.pool.query(
      `SELECT tollgate.ensure_partitions(today, today + $2::integer) FROM (SELECT ($1::timestamptz AT TIME ZONE 'UTC')::date AS today) AS clock`,
      [new Date(now).toISOString(), days],
    );
  }

  override async dropExpiredTexts(now: Instant): Promise<void> {
    const at = new Date(now).toISOString();
    const { rows } = await this.database.pool.query<{ name: string }>(
      `SELECT child.relname AS name FROM pg_inherits AS i JOIN pg_class AS child ON child.oid = i.inhrelid
       WHERE i.inhparent = 'tollgate.request_text'::regclass
         AND child.relname < 'request_text_' || to_char($1::timestamptz AT TIME ZONE 'UTC', 'YYYYMMDD')
       ORDER BY child.relname`,
      [at],
    );
    for (const { name } of rows) await this.database.transaction((client) => expire(client, name, at));
  }

  override async dropExpiredResponses(now: Instant): Promise<void> {
    await this.deleteOver('bridged_response', 'expires_at', now);
    await this.deleteOver('provider_object', 'expires_at', now);
    await this.deleteOver('provider_object', 'deleted_at', now);
  }

  override async dropOldEvents(now: Instant): Promise<void> {
    await this.deleteOver('budget_event', 'window_end', now - EVENT_RETENTION_MS);
    await this.deleteOver('health_check', 'checked_at', now - CHECK_RETENTION_MS);
    const over = new Date(now - OPENING_RETENTION_MS);
    await this.database.pool.query('DELETE FROM tollgate.window_opening WHERE until < $1', [over]);
    await this.database.pool.query('DELETE FROM tollgate.window_reset WHERE at < $1', [over]);
  }

  override async addUpTags(now: Instant): Promise<void> {
    await this.database.pool.query(`SELECT tollgate.add_up_tags(($1::timestamptz AT TIME ZONE 'UTC')::date - 1)`, [
      new Date(now).toISOString(),
    ]);
  }

  override async addUpActivity(): Promise<void> {
    await this.database.pool.query('SELECT tollgate.add_up_activity()');
  }

  private async deleteOver(
    table: string,
    over: 'expires_at' | 'deleted_at' | 'window_end' | 'checked_at',
    now: Instant,
  ): Promise<void> {
    for (let batch = 0; batch < BATCHES_MAX; batch += 1) {
      const { rowCount } = await this.database.pool.query(
        `DELETE FROM tollgate.${table} WHERE ctid = ANY(ARRAY(SELECT ctid FROM tollgate.${table}
           WHERE ${over} <= $1::timestamptz ORDER BY ${over} LIMIT $2 FOR UPDATE SKIP LOCKED))`,
        [new Date(now).toISOString(), BATCH_ROWS],
      );
      if ((rowCount ?? 0) < BATCH_ROWS) return;
    }
  }
}

/** Of a day that is over: the whole partition when nothing in it is to be kept, else only what has expired. */
async function expire(client: pg.ClientBase, partition: string, at: string): Promise<void> {
  await client.query(`SET LOCAL lock_timeout = '${LOCK_TIMEOUT}'`);
  await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('tollgate.expire', 0))`);
  const table = `tollgate."${partition}"`;
  const { rows: found } = await client.query('SELECT 1 WHERE to_regclass($1) IS NOT NULL', [table]);
  if (found.length === 0) return;
  const { rows: kept } = await client.query(`SELECT 1 FROM ${table} WHERE expires_at > $1::timestamptz LIMIT 1`, [at]);
  if (kept.length === 0) await client.query(`DROP TABLE ${table}`);
  else await client.query(`DELETE FROM ${table} WHERE expires_at <= $1::timestamptz`, [at]);
}
