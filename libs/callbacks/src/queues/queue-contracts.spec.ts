import { CALLBACK_DELIVERY, deliveryJob } from './callback-delivery.js';
import { QUEUE_CONTRACTS } from './queue-contracts.js';

describe('queue contracts', () => {
  it('have names of their own', () => {
    expect(new Set(QUEUE_CONTRACTS.map((contract) => contract.name)).size).toBe(QUEUE_CONTRACTS.length);
  });

  it('try a delivery for about a day before they give it up', () => {
    const waits = Array.from({ length: CALLBACK_DELIVERY.attempts - 1 }, (_, index) =>
      CALLBACK_DELIVERY.backoffMs(index + 1, 0.5),
    );
    const hours = waits.reduce((sum, ms) => sum + ms, 0) / 3_600_000;
    expect(hours).toBeGreaterThan(16);
    expect(hours).toBeLessThan(26);
  });

  it('spread out what failed together, within bounds', () => {
    expect(CALLBACK_DELIVERY.backoffMs(1, 0)).toBe(500);
    expect(CALLBACK_DELIVERY.backoffMs(1, 0.999)).toBeLessThanOrEqual(1_000);
    expect(CALLBACK_DELIVERY.backoffMs(149, 0.999)).toBeLessThanOrEqual(600_000);
  });

  it('make a job of an outbox row under an id that BullMQ takes, with a payload that the contract reads', () => {
    const { id, payload } = deliveryJob({ id: '42', sink: 'langfuse', requestId: 'r', receivedAt: 5 });
    expect(Number.isNaN(Number(id)) && !id.includes(':')).toBe(true);
    expect(CALLBACK_DELIVERY.payload.parse(payload)).toEqual(payload);
    expect(CALLBACK_DELIVERY.payload.safeParse({ ...payload, v: 2 }).success).toBe(false);
  });
});
