import type { CallbackDelivery, DeadDelivery, Delivery, DeliveryResult } from '@tollgate/callbacks';
import { DeadLetters } from '@tollgate/callbacks';
import { createLogger } from '@tollgate/telemetry';
import { DeliveryCounts } from '../health/delivery-counts.js';
import { CallbackDeliveryProcessor } from './callback-delivery.processor.js';

class MemoryLetters extends DeadLetters {
  readonly dead: DeadDelivery[] = [];
  override add(delivery: DeadDelivery): Promise<void> {
    this.dead.push(delivery);
    return Promise.resolve();
  }
  override counts(): Promise<readonly []> {
    return Promise.resolve([]);
  }
  override redeliver(): Promise<number> {
    return Promise.resolve(0);
  }
}

const job: CallbackDelivery = { v: 1, outboxId: 'o', sink: 'langfuse', requestId: 'r', receivedAt: 1 };
const refusal: DeliveryResult = { kind: 'retry', reason: 'HTTP 401: no', mend: 'check the credentials' };

describe('the processor of callbacks', () => {
  it('tells at the first attempt, as an error, what an operator has to mend, and keeps the callback', async () => {
    const { verdict, dead, lines } = await process(refusal, { number: 1, isLast: false });
    expect([verdict, dead]).toEqual([{ kind: 'retry', reason: 'HTTP 401: no' }, []]);
    expect(lines).toEqual([
      expect.objectContaining({
        level: 'error',
        sink: 'langfuse',
        reason: 'HTTP 401: no',
        mend: 'check the credentials',
      }),
    ]);
  });

  it('only warns of what passes by itself', async () => {
    const { lines } = await process({ kind: 'retry', reason: 'HTTP 503: down' }, { number: 1, isLast: false });
    expect(lines).toEqual([expect.objectContaining({ level: 'warn', reason: 'HTTP 503: down' })]);
  });

  it.each<[string, DeliveryResult, number]>([
    ['refused for itself', { kind: 'rejected', reason: 'HTTP 400: bad' }, 1],
    ['that nobody mended in time', refusal, 150],
  ])('gives up a callback %s, and names the command that sends it again', async (_name, result, number) => {
    const { verdict, dead, lines } = await process(result, { number, isLast: number === 150 });
    expect(verdict).toMatchObject({ kind: 'given-up' });
    expect(dead).toMatchObject([{ outboxId: 'o', attempts: number }]);
    expect(lines).toEqual([
      expect.objectContaining({
        level: 'error',
        msg: expect.stringContaining('tollgate redeliver langfuse') as string,
      }),
    ]);
  });
});

async function process(result: DeliveryResult, attempt: { readonly number: number; readonly isLast: boolean }) {
  const lines: unknown[] = [];
  const logger = createLogger('info', false, (line) => lines.push(JSON.parse(line)));
  const letters = new MemoryLetters();
  const delivery = { deliver: () => Promise.resolve(result) } as unknown as Delivery;
  const processor = new CallbackDeliveryProcessor(delivery, letters, new DeliveryCounts(), logger);
  const verdict = await processor.process(job, attempt);
  return { verdict, dead: letters.dead, lines };
}
