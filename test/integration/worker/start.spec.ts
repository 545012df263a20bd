import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { WorkerHarness } from './worker-harness';

describe('the start of a worker', () => {
  let harness: WorkerHarness;
  let taken: Server;
  beforeAll(async () => {
    harness = await WorkerHarness.start('postgres');
    taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    await harness.stop();
    await new Promise((resolve) => taken.close(resolve));
  });

  it('fails when the health port is in use, and leaves nothing running', async () => {
    const { port } = taken.address() as AddressInfo;
    await expect(harness.worker({ health: { port, host: '127.0.0.1' } })).rejects.toThrow('EADDRINUSE');
  });

  it('fails when the queue cannot be reached', async () => {
    await expect(harness.worker({ stores: { databaseUrl: 'postgresql://nobody@127.0.0.1:1/none' } })).rejects.toThrow(
      'ECONNREFUSED',
    );
  });

  it('fails in bounded time when Redis cannot be reached', async () => {
    const stores = { ...harness.stores, redisUrl: 'redis://127.0.0.1:1' };
    await expect(harness.worker({ stores, readyMsMax: 300 })).rejects.toThrow('the queue cannot be reached');
  });

  it('makes the partitions of the coming days that are missing', async () => {
    const partitions = async () => {
      const { rows } = await harness.database.pool.query<{ name: string }>(
        `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'tollgate.request_fact'::regclass ORDER BY 1`,
      );
      return rows.map((row) => row.name);
    };
    const before = await partitions();
    await harness.database.pool.query(`DROP TABLE ${before.at(-1)}`);
    await harness.worker();
    await harness.until(async () => (await partitions()).includes(before.at(-1) ?? ''));
    expect(await partitions()).toEqual(before);
  });
});
