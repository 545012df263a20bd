import { AlertReceiver } from '../../support/alerts/index.js';
import { createKey, startAt, waitFor } from '../../support/gateway/index.js';
import { PricedUpstream } from '../crash/priced-upstream.js';
import { alertAddresses, ALERTING, chat, inLedger, settled } from './alerting-gateway.js';

jest.setTimeout(180_000);

const CALLS = 60;
const PATIENCE_MS = 60_000;

const upstream = new PricedUpstream('gpt-4o-soft');
const dollars = (calls: number): number => (calls * Number(upstream.costNano)) / 1e9;

let receiver: AlertReceiver;
let running: Awaited<ReturnType<typeof startAt>> | undefined;
beforeEach(async () => {
  receiver = await AlertReceiver.start();
});
afterEach(async () => {
  await running?.dispose();
  running = undefined;
  await receiver.stop();
});

const start = async (end: Parameters<typeof startAt>[0]) => {
  running = await startAt(end, { config: upstream.config(ALERTING), env: alertAddresses(receiver) });
  return running.gateway;
};
const race = (gateway: Parameters<typeof chat>[0], key: string, calls: number) =>
  Promise.all(Array.from({ length: calls }, () => chat(gateway, key, upstream.body)));

describe.each(['nothing set', 'everything set'] as const)('a soft budget (%s)', (end) => {
  it('that 60 calls cross at once is told of once, to each destination, over a restart and a kill -9 as well', async () => {
    const gateway = await start(end);
    const { key, hash } = await createKey(gateway, { key_alias: 'crossing', soft_budget: dollars(10) });
    for (const { status } of await race(gateway, key, CALLS)) expect(status).toBe(200);
    await inLedger(gateway.databaseUrl, hash, CALLS);
    await waitFor('both alerts', () => receiver.taken.length === 2, PATIENCE_MS);
    expect(receiver.of('/webhook')).toMatchObject([
      {
        body: {
          event: 'soft_budget_crossed',
          event_group: 'key',
          token: hash,
          key_alias: 'crossing',
          soft_budget: dollars(10),
          max_budget: null,
        },
      },
    ]);
    expect(receiver.of('/slack')[0]?.body['text']).toContain('Alert type: `budget_alerts`\nLevel: `High`');

    await gateway.stop();
    await gateway.restart();
    for (const { status } of await race(gateway, key, 5)) expect(status).toBe(200);
    await gateway.kill9();
    await gateway.restart();
    await inLedger(gateway.databaseUrl, hash, CALLS + 5);
    await settled(gateway.databaseUrl);
    expect(receiver.taken).toHaveLength(2);
  });
});

describe('a webhook that is down', () => {
  it('is told once when it is back', async () => {
    const gateway = await start('nothing set');
    receiver.answerWith(503);
    const { key } = await createKey(gateway, { soft_budget: dollars(1) });
    expect((await chat(gateway, key, upstream.body)).status).toBe(200);
    await waitFor('an attempt at each', () => receiver.arrived >= 2, PATIENCE_MS);
    receiver.answerWith(200);
    await waitFor('both alerts', () => receiver.taken.length === 2, PATIENCE_MS);
    await settled(gateway.databaseUrl);
    expect([receiver.of('/webhook').length, receiver.of('/slack').length]).toEqual([1, 1]);
  });
});
