import { CounterLock } from '@tollgate/admission';
import type { Ticker } from '@tollgate/kernel';
import type { Logger } from '@tollgate/telemetry';
import type pg from 'pg';
import type { Database } from '../database/database.js';
import { StartError } from '../start-error.js';

/** Any number, the same in every release: `toll` in ASCII. */
const LOCK_KEY = 0x746f6c6c;
const HEARTBEAT_MS = 1_000;
const ANSWER_TIMEOUT_MS = 3_000;

/**
 * The PostgreSQL advisory lock `counters`, held by a session of its own for as long as this process counts in memory. It needs a
 * direct connection: behind a transaction pooler the lock would belong to whoever uses the server connection next. A heartbeat
 * notices a lost connection; the lock is then taken again as soon as nobody else holds it.
 */
export class PgCounterLock extends CounterLock {
  private session: pg.Client | undefined;
  private readonly listeners: ((held: boolean) => void)[] = [];
  private stopTicking: (() => void) | undefined;
  private busy: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    private readonly ticker: Ticker,
    private readonly logger: Logger,
  ) {
    super();
  }

  override held(): boolean {
    return this.session !== undefined;
  }

  override onChange(listener: (held: boolean) => void): void {
    this.listeners.push(listener);
  }

  /** Takes the lock. Rejects with a StartError that names the holder when another process has it. */
  async start(): Promise<void> {
    const holder = await this.take();
    if (holder !== undefined) {
      throw new StartError(
        `another gateway counts in memory on this database (${holder}): only one gateway process can run on a database; end it, or give this one a database of its own`,
      );
    }
    this.stopTicking = this.ticker.every(HEARTBEAT_MS, () => this.beat());
  }

  /** Gives the lock back. */
  async stop(): Promise<void> {
    this.stopTicking?.();
    this.stopTicking = undefined;
    await this.busy;
    const { session } = this;
    this.session = undefined;
    await session?.end().catch(() => undefined);
  }

  private beat(): void {
    this.busy ??= (this.session === undefined ? this.retake() : this.ask(this.session)).finally(() => {
      this.busy = undefined;
    });
  }

  private async ask(session: pg.Client): Promise<void> {
    try {
      await session.query({ text: 'SELECT 1', query_timeout: ANSWER_TIMEOUT_MS } as pg.QueryConfig);
    } catch (error) {
      this.lose(session, error);
    }
  }

  private async retake(): Promise<void> {
    try {
      const holder = await this.take();
      if (holder === undefined) this.logger.info({}, 'the lock `counters` is held again');
      else
        this.logger.error(
          { holder },
          'the lock `counters` was lost and another process holds it; limited keys are refused',
        );
    } catch (error) {
      this.logger.warn({ error: String(error) }, 'the lock `counters` cannot be taken again yet');
    }
  }

  /** undefined: held now; else who holds it. */
  private async take(): Promise<string | undefined> {
    const session = this.database.openSession('counters');
    try {
      await session.connect();
      const { rows } = await session.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [LOCK_KEY]);
      if (rows[0]?.taken !== true) {
        const holder = await describeHolder(session);
        await session.end();
        return holder;
      }
    } catch (error) {
      await session.end().catch(() => undefined);
      throw error;
    }
    this.session = session;
    session.once('end', () => this.lose(session, new Error('the connection ended')));
    session.once('error', (error) => this.lose(session, error));
    this.announce(true);
    return undefined;
  }

  private lose(session: pg.Client, error: unknown): void {
    if (this.session !== session) return;
    this.session = undefined;
    this.logger.error(
      { error: String(error) },
      'the connection that holds the lock `counters` is lost; limited keys are refused until it is back',
    );
    void session.end().catch(() => undefined);
    this.announce(false);
  }

  private announce(held: boolean): void {
    for (const listener of this.listeners) listener(held);
  }
}

async function describeHolder(session: pg.Client): Promise<string> {
  const { rows } = await session.query<{
    pid: number;
    application_name: string;
    client_addr: string | null;
    since: string;
  }>(
    `SELECT a.pid, a.application_name, host(a.client_addr) AS client_addr, to_char(a.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') AS since
     FROM pg_locks AS l JOIN pg_stat_activity AS a USING (pid)
     WHERE l.locktype = 'advisory' AND l.granted AND l.classid = 0 AND l.objid = $1 AND l.objsubid = 1
       AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    [LOCK_KEY],
  );
  const holder = rows[0];
  if (holder === undefined) return 'it has just ended';
  return `"${holder.application_name}" from ${holder.client_addr ?? 'this machine'}, connected since ${holder.since} UTC, PostgreSQL's pid ${holder.pid}`;
}
