import { createKey, Gateway, waitFor } from '../../support/gateway/index.js';
import { createMigratedDatabase, TcpProxy, type TestDatabase, testRedisUrl } from '../../support/services/index.js';
import { expectEachOnce, hasAll, rowsOfKeys } from './expect-ledger.js';
import { Load } from './load.js';
import { PricedUpstream } from './priced-upstream.js';

/** What containers are given to end in by default. */
const GRACE_MS = 30_000;
const BACK_MS = 30_000;

const upstream = new PricedUpstream('gpt-4o-silent-stop');
let database: TestDatabase;
let postgres: TcpProxy;
let redis: TcpProxy;
let gateway: Gateway;
beforeEach(async () => {
  database = await createMigratedDatabase();
  [postgres, redis] = await Promise.all([TcpProxy.start(database.url), TcpProxy.start(testRedisUrl())]);
  gateway = await Gateway.start({ config: upstream.config(), databaseUrl: postgres.url, redisUrl: redis.url });
});
afterEach(async () => {
  for (const proxy of [postgres, redis]) proxy.restore();
  await gateway.dispose();
  await Promise.all([postgres.close(), redis.close()]);
  await database.drop();
});

it('ends within a container’s grace when PostgreSQL and Redis have gone silent under load, and has lost nothing', async () => {
  const key = await createKey(gateway);
  const load = new Load(gateway, { keys: [key], callers: 4, body: upstream.body, pauseMs: 50 });
  await waitFor('answers', () => load.of(key.key).length > 10, BACK_MS);
  for (const proxy of [postgres, redis]) proxy.silence();
  const before = load.of(key.key).length;
  await waitFor('answers in the outage', () => load.of(key.key).length > before + 50, BACK_MS);
  await load.stop();

  const outright = setTimeout(() => gateway.signal('SIGKILL'), GRACE_MS);
  expect(await gateway.stop()).toEqual({ code: 0, signal: null });
  clearTimeout(outright);

  // the stores hear that the process is gone
  for (const proxy of [postgres, redis]) proxy.cut();
  for (const proxy of [postgres, redis]) proxy.restore();
  await gateway.restart();
  await waitFor('what the journal kept', async () => hasAll(await rowsOfKeys(gateway, [key]), load.whole), BACK_MS);
  expectEachOnce(await rowsOfKeys(gateway, [key]), load.whole, upstream.costNano);
});
