import net from 'node:net';
import pg from 'pg';
import { createTestDatabase, testRedisUrl } from './index.js';

describe('the services of the tests', () => {
  const saved = { ...process.env };
  afterEach(() => {
    process.env = { ...saved };
  });

  it('gives each test an empty database of its own and removes it while somebody is connected', async () => {
    const [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    expect(first.url).not.toBe(second.url);
    const client = new pg.Client({ connectionString: first.url });
    client.on('error', () => undefined);
    await client.connect();
    const { rows } = await client.query<{ zone: string; tables: number }>(
      `SELECT current_setting('TimeZone') AS zone, (SELECT count(*)::int FROM pg_tables WHERE schemaname = 'public') AS tables`,
    );
    expect(rows).toEqual([{ zone: 'UTC', tables: 0 }]);
    await Promise.all([first.drop(), second.drop()]);
    await expect(client.query('SELECT 1')).rejects.toThrow();
    const gone = new pg.Client({ connectionString: first.url });
    await expect(gone.connect()).rejects.toThrow('does not exist');
  });

  it('gives a Redis that answers, in a database of this worker', async () => {
    const url = new URL(testRedisUrl());
    expect(url.pathname).toMatch(/^\/\d+$/);
    expect(await ping(Number(url.port), url.hostname)).toBe('+PONG');
  });

  it.each(['TEST_DATABASE_URL', 'TEST_REDIS_URL'])('says how to run the test when %s is missing', async (variable) => {
    delete process.env[variable];
    const use = variable === 'TEST_REDIS_URL' ? async () => testRedisUrl() : createTestDatabase;
    await expect(use()).rejects.toThrow(`${variable} is not set: run this test with \`npm test -- <file>\``);
  });
});

function ping(port: number, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ port, host }, () => socket.write('PING\r\n'));
    socket.once('data', (data) => {
      socket.destroy();
      resolve(data.toString().trim());
    });
    socket.once('error', reject);
  });
}
