import type { Logger } from '@tollgate/telemetry';
import pg from 'pg';
import { PrismaClient } from '../generated/prisma/client.js';
import { answerWithin } from './answer-within.js';
import { connectionConfig } from './connection-config.js';
import { explainConnectError } from './explain-connect-error.js';
import { SequentialPrismaPg } from './sequential-adapter.js';

export interface DatabaseOptions {
  readonly url: string;
  /** What this process is (`gateway`, `admin` …): part of the application name of its connections. */
  readonly role: string;
  readonly connectionsMax?: number;
}

const CONNECTIONS_MAX = 10;
/** A flood of unknown keys may not take the connections that the ledger and the admin need. */
const KEY_CONNECTIONS_MAX = 2;
const BEGIN_OR_COMMIT_TIMEOUT_MS = 30_000;
/** After an error: a connection that does not roll back at once is thrown away, which does the same. */
const ROLLBACK_TIMEOUT_MS = 3_000;

/**
 * The process's way to PostgreSQL: one pool for everything but the look-ups of keys, which have a small one of their own. Prisma
 * runs on the same pool. All names in SQL are qualified with the schema `tollgate`.
 */
export class Database {
  readonly pool: pg.Pool;
  /** Look-ups of keys that are not in the cache. */
  readonly keyPool: pg.Pool;
  /** Of the first pool. */
  readonly connectionsMax: number;
  private client: PrismaClient | undefined;

  constructor(
    private readonly options: DatabaseOptions,
    private readonly logger: Logger,
  ) {
    this.connectionsMax = options.connectionsMax ?? CONNECTIONS_MAX;
    this.pool = this.openPool(this.connectionsMax);
    this.keyPool = this.openPool(KEY_CONNECTIONS_MAX);
  }

  /** Made at the first use: the gateway alone does without it. */
  get prisma(): PrismaClient {
    this.client ??= new PrismaClient({
      adapter: new SequentialPrismaPg(this.pool, { schema: 'tollgate', disposeExternalPool: false }),
    });
    return this.client;
  }

  /** Asks the server once. Rejects with a StartError that says how to mend what is wrong. */
  async check(): Promise<void> {
    try {
      await this.pool.query('SELECT 1');
    } catch (error) {
      throw explainConnectError(error, this.options.url);
    }
  }

  /** A session outside the pools, for what belongs to a session (advisory locks). The caller connects and ends it. */
  openSession(purpose: string): pg.Client {
    const client = new pg.Client(connectionConfig(this.options.url, `${this.options.role} ${purpose}`));
    client.on('error', () => undefined);
    return client;
  }

  /** Runs `work` in one transaction on one connection; rolls back when it rejects. */
  async transaction<T>(work: (client: pg.ClientBase) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    try {
      await client.query(answerWithin(BEGIN_OR_COMMIT_TIMEOUT_MS, 'BEGIN'));
      const result = await work(client);
      await client.query(answerWithin(BEGIN_OR_COMMIT_TIMEOUT_MS, 'COMMIT'));
      return result;
    } catch (error) {
      await client.query(answerWithin(ROLLBACK_TIMEOUT_MS, 'ROLLBACK')).catch((cause: unknown) => {
        broken = cause instanceof Error ? cause : new Error(String(cause));
      });
      throw error;
    } finally {
      client.release(broken);
    }
  }

  async close(): Promise<void> {
    await this.client?.$disconnect();
    await Promise.all([this.pool.end(), this.keyPool.end()]);
  }

  private openPool(max: number): pg.Pool {
    const pool = new pg.Pool({ ...connectionConfig(this.options.url, this.options.role), max, allowExitOnIdle: true });
    pool.on('error', (error) =>
      this.logger.warn({ error: error.message }, 'an idle connection to PostgreSQL was lost'),
    );
    // while it is lent out the pool does not listen: one that is lost between two questions of a transaction fails its next one
    pool.on('connect', (client) => client.on('error', () => undefined));
    return pool;
  }
}
