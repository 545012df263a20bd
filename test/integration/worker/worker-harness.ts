import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import Redis from 'ioredis';
import type { RunningWorker, WorkerParts } from '@apps/worker';
import type { CompletionRecord } from '@tollgate/canonical';
import { SystemIds } from '@tollgate/kernel';
import { Database, migrate, PgLedgerWriter } from '@tollgate/persistence';
import { createLogger } from '@tollgate/telemetry';
import { FakeLangfuse } from '../../support/fake-langfuse';
import { createMigratedDatabase, type TestDatabase, testRedisUrl } from '../../support/services';
import { finishedRecord, textsOf } from '../journal/build-records';
import { startTestWorker } from './start-test-worker';

const KEY_ID = '00000000-0000-7000-8000-000000000001';

/** Ledger, queue and sink around the worker: everything real but Langfuse. */
export class WorkerHarness {
  readonly database: Database;
  private readonly ids = new SystemIds();
  private readonly workers: RunningWorker[] = [];
  private readonly children: ChildProcess[] = [];

  private constructor(
    private readonly server: TestDatabase,
    readonly stores: WorkerParts['stores'],
    readonly langfuse: FakeLangfuse,
  ) {
    this.database = new Database({ url: server.url, role: 'test' }, createLogger('silent'));
  }

  static async start(queue: 'postgres' | 'redis'): Promise<WorkerHarness> {
    const server = await createMigratedDatabase();
    await migrate(server.url);
    if (queue === 'redis') await emptyRedis();
    const stores = { databaseUrl: server.url, ...(queue === 'redis' ? { redisUrl: testRedisUrl() } : {}) };
    return new WorkerHarness(server, stores, await FakeLangfuse.start());
  }

  async worker(parts: Partial<WorkerParts> = {}): Promise<RunningWorker> {
    const worker = await startTestWorker(this.database, this.stores, this.langfuse.host, parts);
    this.workers.push(worker);
    return worker;
  }

  /** A worker in a process of its own. */
  childWorker(): ChildProcess {
    const script = [join(__dirname, 'worker-process.ts'), JSON.stringify(this.stores), this.langfuse.host];
    const child = spawn(process.execPath, ['-r', join(__dirname, '..', 'journal', 'run-typescript.cjs'), ...script], {
      stdio: 'inherit',
    });
    this.children.push(child);
    return child;
  }

  /** Writes records as the shipper does; resolves to their request ids. */
  async write(count: number, extra: Partial<CompletionRecord> = {}): Promise<readonly string[]> {
    const receivedAt = Date.now();
    const records = Array.from({ length: count }, () => {
      const requestId = this.ids.newId();
      const own = {
        receivedAt,
        endedAt: receivedAt + 5,
        keyId: KEY_ID,
        windows: [{ scope: 'key', id: KEY_ID, start: 0 }],
        sinks: ['langfuse'],
      };
      return finishedRecord(requestId, { ...own, ...extra });
    });
    const lines = records.flatMap((record) => [
      { kind: 'finished' as const, json: JSON.stringify(record) },
      {
        kind: 'text' as const,
        json: JSON.stringify({ ...textsOf(record.requestId), receivedAt, audiences: ['langfuse'] }),
      },
    ]);
    await new PgLedgerWriter(this.database, { textRetentionDays: 30 }).write(lines);
    return records.map((record) => record.requestId);
  }

  async count(table: 'callback_outbox' | 'dead_delivery' | 'request_fact'): Promise<number> {
    const { rows } = await this.database.pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM tollgate.${table}`);
    return rows[0]?.n ?? 0;
  }

  /** Asks until it holds. */
  async until(condition: () => Promise<boolean>): Promise<void> {
    while (!(await condition())) await new Promise((resolve) => setImmediate(resolve));
  }

  async stop(): Promise<void> {
    for (const child of this.children) await kill(child);
    await Promise.all(this.workers.map((worker) => worker.close()));
    await this.langfuse.stop();
    await this.database.close();
    await this.server.drop();
  }
}

export async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

async function emptyRedis(): Promise<void> {
  const redis = new Redis(testRedisUrl());
  await redis.flushdb();
  await redis.quit();
}
