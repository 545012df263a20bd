import { slackSink, webhookSink } from '@tollgate/callbacks';
import { PgDeadLetters } from '@tollgate/persistence';
import { AlertReceiver } from '../../support/alerts';
import { WorkerHarness } from './worker-harness';

/** The harness's records are calls of this key, for ten nano-dollars each. */
const KEY_ID = '00000000-0000-7000-8000-000000000001';
const CALL_NANO = 10;

describe.each(['postgres', 'redis'] as const)('events of budgets, with two workers on the queue on %s', (queue) => {
  let harness: WorkerHarness;
  let receiver: AlertReceiver;
  beforeEach(async () => {
    harness = await WorkerHarness.start(queue);
    receiver = await AlertReceiver.start();
    await harness.database.pool.query(
      `INSERT INTO tollgate.virtual_key (id, name, soft_budget_nano, max_budget_nano) VALUES ($1, 'sk-...', $2, $3)`,
      [KEY_ID, 20 * CALL_NANO, 60 * CALL_NANO],
    );
  });
  afterEach(async () => {
    await harness.stop();
    await receiver.stop();
  });

  const startWorker = () =>
    harness.worker({
      eventSinks: [webhookSink('webhook', `${receiver.url}/webhook`), slackSink('slack', `${receiver.url}/slack`)],
    });
  const spend = (calls: number) =>
    harness.write(calls, { sinks: [], windows: [{ scope: 'key', id: KEY_ID, start: 0, budget: 'watched' }] });
  const marks = async (): Promise<number> => {
    const { rows } = await harness.database.pool.query<{ n: number }>(
      'SELECT count(*)::int AS n FROM tollgate.budget_mark',
    );
    return rows[0]?.n ?? 0;
  };
  const settled = async (): Promise<boolean> => (await marks()) === 0 && (await harness.count('callback_outbox')) === 0;
  const told = (path: string) => receiver.of(path, {}).map(({ body }) => body['event'] ?? 'text');

  it('are told of once to each sink, also when a worker goes and another comes', async () => {
    const [first] = await Promise.all([startWorker(), startWorker()]);
    for (let batch = 0; batch < 30; batch += 1) await spend(1);
    await harness.until(() => Promise.resolve(receiver.taken.length >= 2));
    await first.close();
    await startWorker();
    for (let batch = 0; batch < 30; batch += 1) await spend(1);
    await harness.until(settled);
    await harness.until(() => Promise.resolve(told('/webhook').includes('budget_crossed')));
    await harness.until(settled);
    const events = told('/webhook');
    expect(events.filter((event) => event === 'soft_budget_crossed')).toHaveLength(1);
    expect(events.filter((event) => event === 'budget_crossed')).toHaveLength(1);
    const keys = receiver.of('/webhook').map(({ headers }) => headers['idempotency-key']);
    expect(new Set(keys).size).toBe(keys.length);
    await harness.until(() => Promise.resolve(told('/slack').length === events.length));
  });

  it('that a receiver refuses for good are kept aside, and told when they are given back', async () => {
    receiver.answerWith(400);
    await startWorker();
    await spend(20);
    await harness.until(async () => (await harness.count('dead_delivery')) === 2);
    receiver.answerWith(200);
    expect(await new PgDeadLetters(harness.database).redeliver('webhook')).toBe(1);
    await harness.until(() => Promise.resolve(told('/webhook').length === 1));
    expect(told('/webhook')).toEqual(['soft_budget_crossed']);
  });
});
