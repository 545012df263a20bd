import { callGateway, createKey, Gateway, waitFor } from '../../support/gateway/index.js';
import { createMigratedDatabase, TcpProxy, type TestDatabase } from '../../support/services/index.js';
import { expectEachOnce, expectInfoEqualsRows, expectSumsAgree, rowsOfKeys } from './expect-ledger.js';
import { Load } from './load.js';
import { PricedUpstream } from './priced-upstream.js';

const CALLERS = 6;
/** Of each caller between two calls: some 100 calls a second in all, so that a minute stays small. */
const PAUSE_MS = 50;
/** The oldest line in memory is younger than the outage by what was under way when it began, and by one try of a batch. */
const YOUNGER_SECONDS = 5;
/** Longest wait of a caller whose key has to be looked up, milliseconds. */
const LOOKUP_MS = 8_000;
const BACK_MS = 30_000;

const upstream = new PricedUpstream('gpt-4o-afar');
let database: TestDatabase;
let proxy: TcpProxy;
let gateway: Gateway;
beforeEach(async () => {
  database = await createMigratedDatabase();
  proxy = await TcpProxy.start(database.url);
  gateway = await Gateway.start({ config: upstream.config(), databaseUrl: proxy.url });
});
afterEach(async () => {
  proxy.restore();
  await gateway.dispose();
  await proxy.close();
  await database.drop();
});

describe.each([
  // the network's silence is the longer road: every connection and every statement runs into its time limit, more than once in a minute
  ['silence', 60],
  ['cut', 10],
] as const)('PostgreSQL away under load (%s, %d s)', (how, seconds) => {
  it('stops no unlimited key, refuses limited ones with 503 while this process may not count, loses nothing, and is caught up with', async () => {
    const [limited, unlimited] = [await createKey(gateway, { max_budget: 1_000_000 }), await createKey(gateway)];
    const unseen = await createKey(gateway);
    const keys = [limited, unlimited];
    const load = new Load(gateway, { keys, callers: CALLERS, body: upstream.body, pauseMs: PAUSE_MS });
    await waitFor('answers to both', () => keys.every(({ key }) => load.of(key).length > 10), 30_000);

    proxy[how]();
    const away = performance.now();
    const awaySeconds = (): number => (performance.now() - away) / 1_000;
    // those let in before may still be answered
    await waitFor('limited calls to be refused', () =>
      load
        .of(limited.key)
        .slice(-CALLERS)
        .every(({ status }) => status === 503),
    );
    const refusedFrom = load.of(limited.key).length;
    const backlogs: number[] = [];
    for (const share of [1 / 3, 2 / 3, 1]) {
      await waitFor('more of the outage', () => awaySeconds() >= seconds * share, seconds * 1_000);
      await expectLookUpRefused(unseen.key);
      expect(await readMetric('age_seconds')).toBeGreaterThan(seconds * share - YOUNGER_SECONDS);
      backlogs.push(await readMetric('lines'));
    }
    const refused = load.of(limited.key).slice(refusedFrom);
    const served = load.of(unlimited.key).length;
    const backlog = backlogs.at(-1) ?? 0;
    expect(backlogs).toEqual([...new Set(backlogs)].sort((a, b) => a - b));
    expect(backlog).toBeGreaterThan(seconds * 10);

    proxy.restore();
    await waitFor('limited calls to be judged again', () => load.of(limited.key).at(-1)?.status === 200, BACK_MS);
    await waitFor('a smaller backlog', async () => (await readMetric('lines')) < backlog, BACK_MS);
    await load.stop();
    await waitFor('the backlog to be gone', async () => (await readMetric('lines')) === 0, BACK_MS);

    expect(served).toBeGreaterThan(seconds * 10);
    expect(refused.length).toBeGreaterThan(seconds * 10);
    expect(new Set(refused.map(({ status }) => status))).toEqual(new Set([503]));
    expect(new Set(load.of(unlimited.key).map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(load.of(limited.key).map(({ status }) => status))).toEqual(new Set([200, 503]));
    const rows = await rowsOfKeys(gateway, keys);
    expectEachOnce(rows, load.whole, upstream.costNano);
    await expectInfoEqualsRows(gateway, keys);
    await expectSumsAgree(gateway);
    expect(
      (await callGateway(gateway, 'POST /v1/chat/completions', { key: unseen.key, body: upstream.body })).status,
    ).toBe(200);
  }, 240_000);

  it('keeps nobody from stopping: the gateway ends in order, and its next start has every row', async () => {
    const keys = [await createKey(gateway)];
    const load = new Load(gateway, { keys, callers: CALLERS, body: upstream.body });
    await waitFor('answers', () => load.whole.length > 20, 30_000);
    proxy[how]();
    const served = load.whole.length;
    await waitFor('answers while it is away', () => load.whole.length > served + 50, 30_000);
    await load.stop();
    expect(await gateway.stop()).toEqual({ code: 0, signal: null });
    // the server hears that the process is gone; unheard, it keeps the lock for a lease of half a minute
    proxy.cut();
    proxy.restore();
    await gateway.restart();
    const rows = await rowsOfKeys(gateway, keys);
    expectEachOnce(rows, load.whole, upstream.costNano);
    await expectInfoEqualsRows(gateway, keys);
  }, 180_000);
});

/** A key that nobody has seen cannot be looked up. */
async function expectLookUpRefused(key: string): Promise<void> {
  const began = performance.now();
  const lookedUp = await callGateway(gateway, 'POST /v1/chat/completions', { key, body: upstream.body });
  expect(lookedUp.status).toBe(503);
  expect(performance.now() - began).toBeLessThan(LOOKUP_MS);
}

async function readMetric(name: 'lines' | 'age_seconds'): Promise<number> {
  const { text } = await callGateway(gateway, 'GET /metrics');
  return Number(new RegExp(`^tollgate_journal_backlog_${name} (\\S+)$`, 'm').exec(text)?.[1]);
}
