import { CounterLock } from '@tollgate/admission';
import type { Ticker } from '@tollgate/kernel';
import type { Logger } from '@tollgate/telemetry';
import type pg from 'pg';
import { answerWithin } from '../database/answer-within.js';
import type { Database } from '../database/database.js';
import { endSession } from '../database/end-session.js';
import { StartError } from '../start-error.js';

/** Any number, the same in every release: `toll` in ASCII. */
const LOCK_KEY = 0x746f6c6c;
const HEARTBEAT_MS = 1_000;
const ANSWER_TIMEOUT_MS = 3_000;
/** The server ends a session that is silent for so long: the lock of a machine that is gone, or cut off, is free then. */
const LEASE_SECONDS = 30;
/**
 * Since the last answer; after that this process no longer believes that it holds the lock, though it heard of no loss: it was paused,
 * or an answer would have come or failed. Shorter than the lease, so that nobody else can hold it while this process believes.
 */
const BELIEVED_MS = 20_000;
const TAKE = 'SELECT pg_try_advisory_lock($1) AS taken';
const LEASE = `SET idle_session_timeout = '${LEASE_SECONDS}s'`;
const HOLDS = `l.locktype = 'advisory' AND l.granted AND l.classid = 0 AND l.objid = $1 AND l.objsubid = 1
       AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
const HOLDER = `SELECT a.pid, a.application_name, host(a.client_addr) AS client_addr, to_char(a.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') AS since
     FROM pg_locks AS l JOIN pg_stat_activity AS a USING (pid)
     WHERE ${HOLDS}`;
const END_LOST = `SELECT pg_terminate_backend(a.pid) AS ended FROM pg_locks AS l JOIN pg_stat_activity AS a USING (pid)
     WHERE ${HOLDS} AND a.pid = $2 AND a.application_name = current_setting('application_name')`;

/**
 * The PostgreSQL advisory lock `counters`, held by a session of its own for as long as this process counts in memory. It needs a
 * direct connection: behind a transaction pooler the lock would belong to whoever uses the server connection next. A heartbeat
 * notices a lost connection; the lock is then taken again as soon as nobody else holds it. It is a lease: a server that hears
 * nothing for 30 s gives it to whoever asks, and a process that was paused for 20 s asks before it believes itself again.
 */
export class PgCounterLock extends CounterLock {
  private session: pg.Client | undefined;
  private readonly listeners: ((held: boolean) => void)[] = [];
  private stopTicking: (() => void) | undefined;
  private busy: Promise<void> | undefined;
  private answeredAt = 0;
  /** PostgreSQL's pid of the session that was lost: it may still live there, and hold the lock, where no end of it arrived. */
  private lostPid: number | undefined;

  constructor(
    private readonly database: Database,
    private readonly ticker: Ticker,
    private readonly logger: Logger,
  ) {
    super();
  }

  override held(): boolean {
    return this.session !== undefined && performance.now() - this.answeredAt < BELIEVED_MS;
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
    if (session !== undefined) await endSession(session);
  }

  private beat(): void {
    this.busy ??= (this.session === undefined ? this.retake() : this.ask(this.session)).finally(() => {
      this.busy = undefined;
    });
  }

  private async ask(session: pg.Client): Promise<void> {
    try {
      const askedAt = performance.now();
      await session.query(answerWithin(ANSWER_TIMEOUT_MS, 'SELECT 1'));
      this.answeredAt = askedAt;
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
          'the lock `counters` was lost and another connection holds it; limited keys are refused',
        );
    } catch (error) {
      this.logger.warn({ error: String(error) }, 'the lock `counters` cannot be taken again yet');
    }
  }

  /** undefined: held now; else who holds it. */
  private async take(): Promise<string | undefined> {
    const session = this.database.openSession('counters');
    const askedAt = performance.now();
    try {
      await session.connect();
      const { rows } = await session.query<{ taken: boolean }>(answerWithin(ANSWER_TIMEOUT_MS, TAKE, [LOCK_KEY]));
      if (rows[0]?.taken !== true) {
        const holder = (await this.endLost(session))
          ? 'the lost connection of this process'
          : await describeHolder(session);
        await endSession(session);
        return holder;
      }
      await session.query(answerWithin(ANSWER_TIMEOUT_MS, LEASE));
    } catch (error) {
      await endSession(session);
      throw error;
    }
    this.session = session;
    this.answeredAt = askedAt;
    this.lostPid = undefined;
    session.once('end', () => this.lose(session, new Error('the connection ended')));
    session.once('error', (error) => this.lose(session, error));
    this.announce(true);
    return undefined;
  }

  private lose(session: pg.Client, error: unknown): void {
    if (this.session !== session) return;
    this.session = undefined;
    this.lostPid = pidOf(session);
    this.logger.error(
      { error: String(error) },
      'the connection that holds the lock `counters` is lost; limited keys are refused until it is back',
    );
    void endSession(session);
    this.announce(false);
  }

  /**
   * Ends the session that this process lost, where it still holds the lock: it has no other owner, whatever the server believes. The
   * application name keeps another server's session of the same pid safe.
   */
  private async endLost(session: pg.Client): Promise<boolean> {
    if (this.lostPid === undefined) return false;
    const { rows } = await session.query<{ ended: boolean }>(
      answerWithin(ANSWER_TIMEOUT_MS, END_LOST, [LOCK_KEY, this.lostPid]),
    );
    return rows[0]?.ended === true;
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
  }>(answerWithin(ANSWER_TIMEOUT_MS, HOLDER, [LOCK_KEY]));
  const holder = rows[0];
  if (holder === undefined) return 'it has just ended';
  return `"${holder.application_name}" from ${holder.client_addr ?? 'this machine'}, connected since ${holder.since} UTC, PostgreSQL's pid ${holder.pid}`;
}

/** Known to the driver, not to its types. */
function pidOf(session: pg.Client): number | undefined {
  return (session as pg.Client & { readonly processID?: number }).processID;
}
