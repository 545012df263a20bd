import { type OutboxRow, OutboxSource } from '@tollgate/callbacks';
import { PgOutboxSource } from '@tollgate/persistence';
import { kill, WorkerHarness } from './worker-harness';

/** As if the process died between queueing the jobs and deleting the rows: the first deletion does not happen. */
class ForgetfulOutbox extends OutboxSource {
  rounds = 0;
  constructor(private readonly real: OutboxSource) {
    super();
  }
  override pending(limit: number): Promise<readonly OutboxRow[]> {
    return this.real.pending(limit);
  }
  override async remove(ids: readonly string[]): Promise<void> {
    this.rounds += 1;
    if (this.rounds > 1) await this.real.remove(ids);
  }
}

describe.each(['postgres', 'redis'] as const)('callbacks through the queue on %s', (queue) => {
  let harness: WorkerHarness;
  beforeEach(async () => {
    harness = await WorkerHarness.start(queue);
  });
  afterEach(() => harness.stop());

  it('delivers every record once, as the ledger holds it, and empties the outbox', async () => {
    await harness.worker();
    const requestIds = await harness.write(25, { keyAlias: 'cb2' });
    await harness.langfuse.until((fake) => fake.spans.length >= 25);
    await harness.until(async () => (await harness.count('callback_outbox')) === 0);
    expect(harness.langfuse.duplicates).toBe(0);
    expect(harness.langfuse.spans.map((span) => span.traceId).sort()).toEqual(
      requestIds.map((id) => id.replaceAll('-', '')).sort(),
    );
    expect(harness.langfuse.spans[0]).toMatchObject({
      name: 'litellm:cb2',
      scope: 'langfuse-sdk',
      attributes: {
        'langfuse.observation.input': '{"messages":[]}',
        'langfuse.observation.output': '"hello"',
        'langfuse.observation.cost_details': '{"total":1e-8}',
      },
    });
    expect(harness.langfuse.requests[0]?.headers).toMatchObject({
      'x-langfuse-ingestion-version': '4',
      'x-langfuse-public-key': 'pk-lf-1',
    });
  });

  it('drops the repeat of a pump that queued its rows and died before deleting them', async () => {
    const outbox = new ForgetfulOutbox(new PgOutboxSource(harness.database));
    await harness.write(10);
    await harness.worker({ outbox });
    await harness.until(async () => (await harness.count('callback_outbox')) === 0);
    await harness.langfuse.until((fake) => fake.spans.length >= 10);
    await harness.write(1);
    await harness.langfuse.until((fake) => fake.spans.length >= 11);
    expect(outbox.rounds).toBeGreaterThan(1);
    expect(harness.langfuse.duplicates).toBe(0);
  });

  it('tries again after a fault of the sink, and after an answer that never came', async () => {
    harness.langfuse.failNext({ status: 500 }, 'cut');
    await harness.worker();
    await harness.write(1);
    await harness.langfuse.until((fake) => fake.spans.length === 1);
    expect(harness.langfuse.arrived).toBe(3);
    expect(await harness.count('dead_delivery')).toBe(0);
  });

  it('sends again what may have arrived, under the same ids', async () => {
    harness.langfuse.failNext('cut-after');
    await harness.worker();
    await harness.write(1);
    await harness.langfuse.until((fake) => fake.spans.length === 2);
    expect(harness.langfuse.duplicates).toBe(1);
  });

  it("loses nothing to an operator's passing mistake: credentials, rights, address or proxy that are wrong for a moment", async () => {
    harness.langfuse.failNext(...[401, 403, 404, 407].map((status) => ({ status })));
    await harness.worker();
    await harness.write(4);
    await harness.langfuse.until((fake) => fake.spans.length === 4);
    expect([harness.langfuse.arrived, harness.langfuse.duplicates, await harness.count('dead_delivery')]).toEqual([
      8, 0, 0,
    ]);
  });

  it('gives a refused record to the dead letter at once, with the reason and without the secret, and delivers the next', async () => {
    harness.langfuse.failNext({ status: 400, body: 'no good: Basic cGstbGYtMTpzay1sZi0x' });
    await harness.worker();
    const [refused] = await harness.write(1);
    await harness.until(async () => (await harness.count('dead_delivery')) === 1);
    const { rows } = await harness.database.pool.query<object>(
      'SELECT request_id, sink, attempts, reason FROM tollgate.dead_delivery',
    );
    expect(rows).toEqual([
      { request_id: refused, sink: 'langfuse', attempts: 1, reason: 'HTTP 400: no good: Basic ***' },
    ]);
    await harness.write(1);
    await harness.langfuse.until((fake) => fake.spans.length === 1);
    expect(harness.langfuse.arrived).toBe(2);
  });

  it('gives the jobs of a killed worker to another', async () => {
    harness.langfuse.failAlways('hang');
    const child = harness.childWorker();
    await harness.write(3);
    await harness.langfuse.until((fake) => fake.arrived === 3);
    await kill(child);
    harness.langfuse.recover();
    await harness.worker();
    await harness.langfuse.until((fake) => fake.spans.length === 3);
    expect(harness.langfuse.duplicates).toBe(0);
  });

  it('finishes the delivery in hand before it closes', async () => {
    const release = harness.langfuse.holdNext();
    const worker = await harness.worker();
    await harness.write(1);
    await harness.langfuse.until((fake) => fake.arrived === 1);
    let closed = false;
    const closing = worker.close().then(() => (closed = true));
    await harness.count('request_fact');
    expect(closed).toBe(false);
    release();
    await closing;
    expect(harness.langfuse.spans).toHaveLength(1);
  });

  it('lets the ledger go on while the sink is down, and delivers all of it later', async () => {
    harness.langfuse.failAlways({ status: 503 });
    await harness.worker();
    await harness.write(8);
    await harness.langfuse.until((fake) => fake.arrived >= 5);
    await harness.write(8);
    expect(await harness.count('request_fact')).toBe(16);
    harness.langfuse.recover();
    await harness.langfuse.until((fake) => fake.spans.length === 16);
    expect([harness.langfuse.duplicates, await harness.count('dead_delivery')]).toEqual([0, 0]);
  });
});
