import { type CallbackDelivery, deliveryJob, type OutboxSource } from '@tollgate/callbacks';
import type { Logger } from '@tollgate/telemetry';

const ROWS_PER_ROUND = 500;
const IDLE_MS = 250;
const FAULT_MS = 2_000;

/** The queue as the pump sees it. */
export interface DeliveryQueue {
  add(jobs: readonly { readonly id: string; readonly payload: CallbackDelivery }[]): Promise<void>;
}

/**
 * Moves outbox rows into the queue: jobs first, then the rows are deleted. Whoever dies in between leaves rows whose jobs the
 * queue will drop as repeats. Several pumps at once do no harm.
 */
export class OutboxPump {
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> = Promise.resolve();
  private isStopped = false;

  constructor(
    private readonly outbox: OutboxSource,
    private readonly queue: DeliveryQueue,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.schedule(0);
  }

  /** Waits for the round that is under way. */
  async stop(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    await this.round;
  }

  /** One round; the number of rows moved. */
  async move(): Promise<number> {
    const rows = await this.outbox.pending(ROWS_PER_ROUND);
    if (rows.length === 0) return 0;
    await this.queue.add(rows.map(deliveryJob));
    await this.outbox.remove(rows.map((row) => row.id));
    return rows.length;
  }

  private schedule(delayMs: number): void {
    if (this.isStopped) return;
    this.timer = setTimeout(() => {
      this.round = this.moveAndSchedule();
    }, delayMs);
  }

  private async moveAndSchedule(): Promise<void> {
    try {
      const moved = await this.move();
      this.schedule(moved === ROWS_PER_ROUND ? 0 : IDLE_MS);
    } catch (error) {
      this.logger.warn({ error: String(error) }, 'callbacks wait in the outbox: a store cannot be reached');
      this.schedule(FAULT_MS);
    }
  }
}
