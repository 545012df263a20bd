import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { MAINTENANCE_SCHEDULES, type CallbackDelivery, type MaintenanceTask } from '@tollgate/callbacks';
import { endsWithin } from '@tollgate/kernel';
import type { HealthServer } from './health/health-server.js';
import type { JobQueue } from './queues/job-queue.js';

/** Both ends of the queues, so that they start and stop in order. */
export interface WorkerQueues {
  readonly deliveries: JobQueue<CallbackDelivery>;
  readonly maintenance: JobQueue<MaintenanceTask>;
  readonly workers: readonly QueueEnd[];
}

/** Work that comes back by itself, outside the queues. */
export interface WorkerLoop {
  start(): void;
  /** Waits for the round that is under way. */
  stop(): Promise<void>;
}

interface QueueEnd {
  ready(): Promise<void>;
  /** In order: may wait for ever where the store is silent. */
  close(): Promise<void>;
  abandon(): void;
}

/** For the jobs in hand: a delivery that is cut off here is sent again by another worker. */
const JOBS_MS_MAX = 15_000;
const QUEUE_MS_MAX = 2_000;

/** The worker's life: queues, schedules, loops; on shutdown the loops first, then the jobs in hand, then the queues. */
export class WorkerService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  /** Where health is served; undefined where it is not. */
  healthPort: number | undefined;
  private running = false;

  constructor(
    private readonly queues: WorkerQueues,
    private readonly loops: readonly WorkerLoop[],
    private readonly readyMsMax: number,
    private readonly health:
      { readonly server: HealthServer; readonly port: number; readonly host: string } | undefined,
  ) {}

  get isReady(): boolean {
    return this.running;
  }

  async onApplicationBootstrap(): Promise<void> {
    try {
      await this.start();
    } catch (error) {
      await this.abandon();
      throw error;
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.running = false;
    const { deliveries, maintenance, workers } = this.queues;
    await this.stopLoops();
    await Promise.all(workers.map((worker) => closeOrAbandon(worker, JOBS_MS_MAX)));
    await Promise.all([deliveries, maintenance].map((queue) => closeOrAbandon(queue, QUEUE_MS_MAX)));
    await this.health?.server.close();
  }

  /** After a start that failed: an orderly close would wait for a store that may never answer. */
  private async abandon(): Promise<void> {
    const { deliveries, maintenance, workers } = this.queues;
    await this.stopLoops();
    for (const end of [...workers, deliveries, maintenance]) end.abandon();
    await this.health?.server.close();
  }

  private async stopLoops(): Promise<void> {
    await Promise.all(this.loops.map((loop) => loop.stop()));
  }

  private async start(): Promise<void> {
    const { deliveries, maintenance, workers } = this.queues;
    if (this.health !== undefined)
      this.healthPort = await this.health.server.listen(this.health.port, this.health.host);
    for (const end of [deliveries, maintenance, ...workers]) await readyWithin(this.readyMsMax, end);
    for (const { task, everyMs } of MAINTENANCE_SCHEDULES) await maintenance.schedule(task, everyMs, { v: 1, task });
    for (const loop of this.loops) loop.start();
    this.running = true;
  }
}

/** A store that is silent lets nothing close; a shutdown has to end as well. */
async function closeOrAbandon(end: Pick<QueueEnd, 'close' | 'abandon'>, ms: number): Promise<void> {
  const isClosed = await endsWithin(ms, end.close()).catch(() => false);
  if (!isClosed) end.abandon();
}

/** BullMQ goes on trying for ever to reach its store. */
async function readyWithin(ms: number, end: Pick<QueueEnd, 'ready'>): Promise<void> {
  if (!(await endsWithin(ms, end.ready()))) throw new Error(`the queue cannot be reached (waited ${ms} ms)`);
}
