import { type CallbackDelivery, deliveryJob, type OutboxSource } from '@tollgate/callbacks';
import type { Logger } from '@tollgate/telemetry';
import { Rounds } from '../rounds.js';

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
  private readonly rounds: Rounds;

  constructor(
    private readonly outbox: OutboxSource,
    private readonly queue: DeliveryQueue,
    logger: Logger,
  ) {
    this.rounds = new Rounds({
      idleMs: IDLE_MS,
      faultMs: FAULT_MS,
      work: async () => (await this.move()) === ROWS_PER_ROUND,
      onFault: (error) =>
        logger.warn({ error: String(error) }, 'callbacks wait in the outbox: a store cannot be reached'),
    });
  }

  start(): void {
    this.rounds.start();
  }

  /** Waits for the round that is under way. */
  stop(): Promise<void> {
    return this.rounds.stop();
  }

  /** One round; the number of rows moved. */
  async move(): Promise<number> {
    const rows = await this.outbox.pending(ROWS_PER_ROUND);
    if (rows.length === 0) return 0;
    await this.queue.add(rows.map(deliveryJob));
    await this.outbox.remove(rows.map((row) => row.id));
    return rows.length;
  }
}
