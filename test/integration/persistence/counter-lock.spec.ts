import { Database, PgCounterLock } from '@tollgate/persistence';
import { createLogger } from '@tollgate/telemetry';
import { waitFor } from '../../support/gateway/wait-for.js';
import { createTestDatabase, TcpProxy, type TestDatabase } from '../../support/services/index.js';
import { ManualTicker } from '../../support/time/index.js';

describe('the advisory lock `counters`', () => {
  let server: TestDatabase;
  let database: Database;
  let ticker: ManualTicker;
  let lock: PgCounterLock;
  const logger = createLogger('silent');
  beforeEach(async () => {
    server = await createTestDatabase();
    database = new Database({ url: server.url, role: 'gateway' }, logger);
    ticker = new ManualTicker();
    lock = new PgCounterLock(database, ticker, logger);
  });
  afterEach(async () => {
    await lock.stop();
    await database.close();
    await server.drop();
  });

  const holders = async (): Promise<number[]> =>
    (
      await database.pool.query<{ pid: number }>(
        `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      )
    ).rows.map((row) => row.pid);
  const breakConnection = async (): Promise<void> => {
    const [pid] = await holders();
    await database.pool.query('SELECT pg_terminate_backend($1)', [pid]);
  };

  it('belongs to one: the second is told who holds it, and gets it when the first gives it back', async () => {
    await lock.start();
    expect(lock.held()).toBe(true);
    const second = new PgCounterLock(database, new ManualTicker(), logger);
    const refusal = second.start();
    await expect(refusal).rejects.toMatchObject({ name: 'StartError' });
    await expect(refusal).rejects.toThrow(
      new RegExp(
        `"tollgate gateway counters ${process.pid}@.*" from 127\\.0\\.0\\.1, connected since .*only one gateway process`,
      ),
    );
    expect(second.held()).toBe(false);
    await lock.stop();
    await second.start();
    expect(second.held()).toBe(true);
    await second.stop();
    expect(await holders()).toEqual([]);
  });

  it('is not held from the moment its connection breaks until it is taken again', async () => {
    const changes: boolean[] = [];
    await lock.start();
    lock.onChange((held) => changes.push(held));
    await breakConnection();
    await waitFor('the loss', () => !lock.held());
    ticker.tick();
    await waitFor('the lock', () => lock.held());
    expect(changes).toEqual([false, true]);
  });

  it('stays lost while another holds it', async () => {
    await lock.start();
    const other = database.openSession('other');
    await other.connect();
    const waits = other.query('SELECT pg_advisory_lock(1953459308)');
    await breakConnection();
    await waits;
    await waitFor('the loss', () => !lock.held());
    ticker.tick();
    await lock.stop();
    expect(lock.held()).toBe(false);
    await other.end();
  });

  it('is taken again at once over a connection that the network swallowed: the session that is left over is ended', async () => {
    const proxy = await TcpProxy.start(server.url);
    const afar = new Database({ url: proxy.url, role: 'gateway' }, logger);
    const own = new PgCounterLock(afar, ticker, logger);
    try {
      await own.start();
      const [left] = await holders();
      proxy.silence();
      ticker.tick();
      await waitFor('the loss', () => !own.held());
      proxy.restore();
      await waitFor('the lock', () => {
        ticker.tick();
        return own.held();
      });
      expect(await holders()).not.toContain(left);
    } finally {
      await own.stop();
      await afar.close();
      await proxy.close();
    }
  });

  it('is a lease: the server frees it when its holder has been silent for half a minute', async () => {
    await lock.start();
    expect(await holders()).toHaveLength(1);
    // no heartbeat comes: the ticker of this test stands still
    await waitFor('the end of the session', async () => (await holders()).length === 0, 45_000);
    await waitFor('the loss', () => !lock.held());
  });

  it('is not believed any more by a process that has been paused, until the server has answered', async () => {
    await lock.start();
    const before = jest.spyOn(performance, 'now').mockReturnValue(performance.now() + 21_000);
    try {
      expect(lock.held()).toBe(false);
      ticker.tick();
      await waitFor('the answer', () => lock.held());
    } finally {
      before.mockRestore();
    }
  });

  it('notices at a heartbeat that the server no longer answers', async () => {
    await lock.start();
    const [pid] = await holders();
    process.kill(pid ?? 0, 'SIGSTOP');
    try {
      ticker.tick();
      await waitFor('the loss', () => !lock.held());
    } finally {
      process.kill(pid ?? 0, 'SIGCONT');
    }
  });
});
