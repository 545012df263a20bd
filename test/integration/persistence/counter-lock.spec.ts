import { Ticker } from '@tollgate/kernel';
import { Database, PgCounterLock } from '@tollgate/persistence';
import { createLogger } from '@tollgate/telemetry';
import { waitFor } from '../../support/gateway/wait-for.js';
import { createTestDatabase, type TestDatabase } from '../../support/services/index.js';

/** Ticks when the test says so. */
class ManualTicker extends Ticker {
  private tick: () => void = () => undefined;
  override every(_intervalMs: number, tick: () => void): () => void {
    this.tick = tick;
    return () => (this.tick = () => undefined);
  }
  beat(): void {
    this.tick();
  }
}

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
    ticker.beat();
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
    ticker.beat();
    await lock.stop();
    expect(lock.held()).toBe(false);
    await other.end();
  });

  it('notices at a heartbeat that the server no longer answers', async () => {
    await lock.start();
    const [pid] = await holders();
    process.kill(pid ?? 0, 'SIGSTOP');
    try {
      ticker.beat();
      await waitFor('the loss', () => !lock.held());
    } finally {
      process.kill(pid ?? 0, 'SIGCONT');
    }
  });
});
