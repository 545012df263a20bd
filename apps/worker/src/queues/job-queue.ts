import { Queue } from 'bullmq';
import type { QueueContract } from '@tollgate/callbacks';
import type { Logger } from '@tollgate/telemetry';
import type { QueueBackend } from './queue-backend.js';

/** The sending end of one queue. */
export class JobQueue<Payload> {
  private readonly queue: ReturnType<typeof openQueue>;

  constructor(
    private readonly contract: QueueContract<Payload>,
    backend: QueueBackend,
    logger: Logger,
  ) {
    this.queue = openQueue(contract, backend);
    this.queue.on('error', (error) =>
      logger.warn({ queue: contract.name, error: error.message }, 'the queue cannot be reached'),
    );
  }

  async ready(): Promise<void> {
    await this.queue.waitUntilReady();
  }

  /** All or none. A job whose id is there already, done ones included, is dropped. */
  async add(jobs: readonly { readonly id: string; readonly payload: Payload }[]): Promise<void> {
    await this.queue.addBulk(
      jobs.map(({ id, payload }) => ({ name: this.contract.name, data: payload, opts: { jobId: id } })),
    );
  }

  /** Idempotent: one schedule for each id, the first run at once. */
  async schedule(id: string, everyMs: number, payload: Payload): Promise<void> {
    await this.queue.upsertJobScheduler(id, { every: everyMs }, { name: this.contract.name, data: payload });
  }

  /** Jobs by state, for metrics. */
  counts(): Promise<Readonly<Record<string, number>>> {
    return this.queue.getJobCounts('waiting', 'active', 'delayed', 'failed', 'completed');
  }

  close(): Promise<void> {
    return this.queue.close();
  }

  /** Lets go of the store at once, also of one that does not answer. */
  abandon(): void {
    // the queue's own close and disconnect both wait for a connection first
    void this.queue
      .getBackend()
      .close(true)
      .catch(() => undefined);
  }
}

function openQueue<Payload>(contract: QueueContract<Payload>, backend: QueueBackend) {
  const defaultJobOptions = {
    attempts: contract.attempts,
    backoff: { type: 'custom' },
    removeOnComplete: { age: contract.keepCompletedSeconds },
    removeOnFail: { age: contract.keepFailedSeconds },
  };
  return new Queue(contract.name, { connection: backend.connection, defaultJobOptions }, backend.factory);
}
