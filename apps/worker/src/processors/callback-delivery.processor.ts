import {
  CALLBACK_DELIVERY,
  type CallbackDelivery,
  type DeadLetters,
  type Delivery,
  type DeliveryResult,
} from '@tollgate/callbacks';
import { assertNever } from '@tollgate/kernel';
import type { Logger } from '@tollgate/telemetry';
import type { JobAttempt, JobProcessor, JobVerdict } from '../queues/job-processor.js';
import type { DeliveryCounts } from '../health/delivery-counts.js';

type Retry = Extract<DeliveryResult, { kind: 'retry' }>;

/** Sends one record to one sink; what no retry mends goes to the dead letter first and then leaves the queue. */
export class CallbackDeliveryProcessor implements JobProcessor<CallbackDelivery> {
  readonly contract = CALLBACK_DELIVERY;

  constructor(
    private readonly delivery: Delivery,
    private readonly deadLetters: DeadLetters,
    private readonly counts: DeliveryCounts,
    private readonly logger: Logger,
  ) {}

  async process(payload: CallbackDelivery, attempt: JobAttempt): Promise<JobVerdict> {
    const result = await this.delivery.deliver(payload);
    switch (result.kind) {
      case 'delivered':
        this.counts.delivered += 1;
        return { kind: 'done' };
      case 'postponed':
        return result;
      case 'rejected':
        return this.giveUp(payload, attempt, result.reason);
      case 'retry':
        this.counts.retried += 1;
        if (attempt.isLast) return this.giveUp(payload, attempt, result.reason);
        this.tellRetry(payload, result);
        return {
          kind: 'retry',
          reason: result.reason,
          ...(result.retryAfterMs === undefined ? {} : { afterMs: result.retryAfterMs }),
        };
      default:
        return assertNever(result);
    }
  }

  /** A fault that waits for a person is told as an error at the first attempt; the sink's circuit bounds how often. */
  private tellRetry({ sink, requestId }: CallbackDelivery, { reason, mend }: Retry): void {
    const told = { sink, request: requestId, reason };
    if (mend === undefined) this.logger.warn(told, 'a callback is tried again later');
    else this.logger.error({ ...told, mend }, 'the sink refuses every callback: they wait and are tried again');
  }

  private async giveUp(payload: CallbackDelivery, attempt: JobAttempt, reason: string): Promise<JobVerdict> {
    const { outboxId, sink, requestId, receivedAt } = payload;
    await this.deadLetters.add({ outboxId, sink, requestId, receivedAt, reason, attempts: attempt.number });
    this.counts.dead += 1;
    this.logger.error(
      { sink, request: requestId, reason },
      `a callback was given up: \`tollgate redeliver ${sink}\` sends it again`,
    );
    return { kind: 'given-up', reason };
  }
}
