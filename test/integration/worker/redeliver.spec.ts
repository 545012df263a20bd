import { PgDeadLetters } from '@tollgate/persistence';
import { WorkerHarness } from './worker-harness';

describe.each(['postgres', 'redis'] as const)('dead callbacks with the queue on %s', (queue) => {
  let harness: WorkerHarness;
  let letters: PgDeadLetters;
  beforeEach(async () => {
    harness = await WorkerHarness.start(queue);
    letters = new PgDeadLetters(harness.database);
    const refusal = { status: 400, body: 'no good' };
    harness.langfuse.failNext(refusal, refusal, refusal);
    await harness.worker();
    await harness.write(3);
    await harness.until(async () => (await harness.count('dead_delivery')) === 3);
  });
  afterEach(() => harness.stop());

  it('are counted by sink and reason, and counting moves none', async () => {
    const counted = [{ sink: 'langfuse', reason: 'HTTP 400: no good', count: 3 }];
    expect(await letters.counts()).toEqual(counted);
    expect(await letters.counts()).toEqual(counted);
    expect([await harness.count('dead_delivery'), harness.langfuse.arrived]).toEqual([3, 3]);
  });

  it('are sent again once for one call, however often it is made, and reach the sink', async () => {
    expect(await letters.redeliver('another')).toBe(0);
    const moved = await Promise.all([letters.redeliver('langfuse'), letters.redeliver('langfuse')]);
    expect(moved.sort()).toEqual([0, 3]);
    await harness.langfuse.until((fake) => fake.spans.length === 3);
    expect(await letters.redeliver('langfuse')).toBe(0);
    await harness.until(async () => (await harness.count('callback_outbox')) === 0);
    expect([harness.langfuse.arrived, harness.langfuse.duplicates, await harness.count('dead_delivery')]).toEqual([
      6, 0, 0,
    ]);
  });

  it('come back when they are refused again, and can be sent yet again', async () => {
    harness.langfuse.failNext(...Array.from({ length: 3 }, () => ({ status: 422 })));
    expect(await letters.redeliver('langfuse')).toBe(3);
    await harness.until(async () => (await letters.counts())[0]?.reason.startsWith('HTTP 422') === true);
    await harness.until(async () => (await harness.count('dead_delivery')) === 3);
    expect(await letters.redeliver('langfuse')).toBe(3);
    await harness.langfuse.until((fake) => fake.spans.length === 3);
    expect(harness.langfuse.duplicates).toBe(0);
  });
});
