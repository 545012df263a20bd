import { createMigratedDatabase, testRedisUrl } from '../services/index.js';
import { Gateway, type GatewayOptions } from './start-gateway.js';

type End = 'nothing set' | 'everything set';

/** A gateway of its own for a suite, by the switch it is at: embedded parts, or the stores that are given. */
export async function startAt(
  end: End,
  options: GatewayOptions,
): Promise<{ readonly gateway: Gateway; dispose(): Promise<void> }> {
  if (end === 'nothing set') {
    const gateway = await Gateway.start(options);
    return { gateway, dispose: () => gateway.dispose() };
  }
  const database = await createMigratedDatabase();
  try {
    const gateway = await Gateway.start({ ...options, databaseUrl: database.url, redisUrl: testRedisUrl() });
    return {
      gateway,
      dispose: async () => {
        await gateway.dispose();
        await database.drop();
      },
    };
  } catch (error) {
    await database.drop();
    throw error;
  }
}

const START_MS = 60_000;
const STOP_MS = 150_000;

/**
 * The same suite with nothing set and with `DATABASE_URL` and `REDIS_URL` set; one gateway for all its tests. `options` is asked
 * when the file's own `beforeAll` has run.
 */
export function describeAtBothEnds(
  name: string,
  options: () => GatewayOptions,
  suite: (gateway: () => Gateway) => void,
): void {
  for (const end of ['nothing set', 'everything set'] as const) describeAt(end, name, options, suite);
}

/** One of the two. */
export function describeAt(
  end: End,
  name: string,
  options: () => GatewayOptions,
  suite: (gateway: () => Gateway) => void,
): void {
  describe(`${name} (${end})`, () => {
    let running: Awaited<ReturnType<typeof startAt>> | undefined;
    beforeAll(async () => {
      running = await startAt(end, options());
    }, START_MS);
    afterAll(() => running?.dispose(), STOP_MS);
    suite(() => {
      if (running === undefined) throw new Error('the gateway is there from beforeAll on');
      return running.gateway;
    });
  });
}
