import { DelayedError, type Job, UnrecoverableError, Worker } from 'bullmq';
import type { Clock, IdSource } from '@tollgate/kernel';
import type { Logger } from '@tollgate/telemetry';
import type { JobAttempt, JobProcessor, JobVerdict } from './job-processor.js';
import type { QueueBackend } from './queue-backend.js';

/** A job is given back when its worker dies, however often: it is never the job's fault. */
const STALLED_MAX = 1_000_000;
const FAULT_DELAY_MS = 60_000;

class RetryLater extends Error {
  constructor(
    reason: string,
    readonly afterMs: number | undefined,
  ) {
    super(reason);
  }
}

export interface QueueWorkerParts {
  readonly backend: QueueBackend;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly logger: Logger;
  /** Replaces the contract's, so that tests need not wait for the job of a dead worker. */
  readonly lockMs?: number;
}

/** A BullMQ worker around one processor: turns verdicts into what BullMQ wants to see. */
export class QueueWorker<Payload> {
  private readonly worker: ReturnType<QueueWorker<Payload>['openWorker']>;

  constructor(
    private readonly processor: JobProcessor<Payload>,
    private readonly parts: QueueWorkerParts,
  ) {
    this.worker = this.openWorker();
    this.worker.on('error', (error) =>
      parts.logger.warn({ queue: processor.contract.name, error: error.message }, 'the queue cannot be reached'),
    );
  }

  async ready(): Promise<void> {
    await this.worker.waitUntilReady();
  }

  /** Takes no more jobs and waits for those in hand. */
  close(): Promise<void> {
    return this.worker.close();
  }

  /** Lets go of the store at once, also of one that does not answer. */
  abandon(): void {
    void this.worker.close(true).catch(() => undefined);
  }

  private openWorker() {
    const { contract } = this.processor;
    const { backend, lockMs = contract.lockMs } = this.parts;
    const options = {
      connection: backend.connection,
      concurrency: contract.concurrency,
      lockDuration: lockMs,
      stalledInterval: lockMs,
      maxStalledCount: STALLED_MAX,
      settings: {
        backoffStrategy: (attemptsMade: number, _type?: string, error?: Error) => this.backoffMs(attemptsMade, error),
      },
    };
    return new Worker(contract.name, (job, token) => this.work(job, token), options, backend.factory);
  }

  private async work(job: Job, token: string | undefined): Promise<void> {
    const attempt = { number: job.attemptsMade + 1, isLast: job.attemptsMade + 1 >= (job.opts.attempts ?? 1) };
    const verdict = await this.judge(job, attempt);
    switch (verdict.kind) {
      case 'done':
        return;
      case 'retry':
        throw new RetryLater(verdict.reason, verdict.afterMs);
      case 'given-up':
        throw new UnrecoverableError(verdict.reason);
      case 'postponed':
        await job.moveToDelayed(this.parts.clock.now() + verdict.afterMs, token);
        throw new DelayedError();
    }
  }

  /** A payload that cannot be read may come from a newer worker; like every fault of ours it costs time, never the job. */
  private async judge(job: Job, attempt: JobAttempt): Promise<JobVerdict> {
    try {
      return await this.processor.process(this.processor.contract.payload.parse(job.data), attempt);
    } catch (error) {
      this.parts.logger.error(
        { queue: this.processor.contract.name, job: job.id, error: String(error) },
        'a job failed by our own fault',
      );
      return attempt.isLast ? { kind: 'postponed', afterMs: FAULT_DELAY_MS } : { kind: 'retry', reason: String(error) };
    }
  }

  private backoffMs(attemptsMade: number, error: Error | undefined): number {
    const own = this.processor.contract.backoffMs(attemptsMade, this.parts.ids.random());
    return error instanceof RetryLater ? Math.max(own, error.afterMs ?? 0) : own;
  }
}
