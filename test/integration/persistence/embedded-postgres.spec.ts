import { existsSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SystemTicker } from '@tollgate/kernel';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@tollgate/persistence';
import { createLogger } from '@tollgate/telemetry';
import pg from 'pg';
import { waitFor } from '../../support/gateway/wait-for.js';
import { EmbeddedChild } from './support/embedded-child.js';
import { makeTemporaryFolder, removeFolder } from './support/temporary-folder.js';

const start = (dataFolder: string, onLost = (error: Error): void => fail(error)): Promise<EmbeddedPostgres> =>
  startEmbeddedPostgres({ dataFolder, ticker: new SystemTicker(), logger: createLogger('silent'), onLost });

function fail(error: Error): never {
  throw error;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<object>(sql)).rows;
  } finally {
    await client.end();
  }
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
  } catch {
    return false;
  }
};
const waitForEnd = (pid: number): Promise<true> =>
  waitFor('the end of the server', () => (isAlive(pid) ? undefined : true));

/** A server's first start takes about a second on an idle machine. */

describe('the embedded database', () => {
  let folder: string;
  beforeEach(() => (folder = makeTemporaryFolder()));
  afterEach(() => removeFolder(folder));

  it('keeps what was written over a stop and a start, and needs its password, which only its owner can read', async () => {
    const first = await start(folder);
    await query(first.url, 'CREATE TABLE kept AS SELECT 7 AS value');
    const wrong = new URL(first.url);
    wrong.password = 'wrong';
    await expect(query(wrong.toString(), 'SELECT 1')).rejects.toThrow('password authentication failed');
    expect(statSync(join(folder, 'postgresql', 'password')).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'postgresql', 'data')).mode & 0o777).toBe(0o700);
    await first.stop();
    expect(isAlive(first.pid)).toBe(false);
    const second = await start(folder);
    expect(await query(second.url, 'SELECT value FROM kept')).toEqual([{ value: 7 }]);
    await second.stop();
  });

  it('serves one of two processes that start at the same instant; the other fails within 5 s and says which one is in the way', async () => {
    const children = [EmbeddedChild.spawn(folder), EmbeddedChild.spawn(folder)];
    const lines = await Promise.all(children.map((child) => child.nextLine()));
    const served = lines.findIndex((line) => line.url !== undefined);
    const refused = lines[1 - served];
    expect(refused?.isStartError).toBe(true);
    expect(refused?.failed).toMatch(
      /the data folder is in use by process \d+ .*: stop it first, or start with another folder/,
    );
    expect(await query(lines[served]?.url ?? '', 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await children[1 - served]?.end();
    expect(await children[served]?.stop()).toEqual({ stopped: true });
    expect(isAlive(lines[served]?.pid ?? 0)).toBe(false);
  });

  it('takes over the server that a killed process left running, and stops it in the end', async () => {
    const child = EmbeddedChild.spawn(folder);
    const left = await child.nextLine();
    await query(left.url ?? '', 'CREATE TABLE kept AS SELECT 8 AS value');
    await child.kill();
    expect(isAlive(left.pid ?? 0)).toBe(true);
    const next = await start(folder);
    expect([next.attached, next.pid, next.url]).toEqual([true, left.pid, left.url]);
    expect(await query(next.url, 'SELECT value FROM kept')).toEqual([{ value: 8 }]);
    await next.stop();
    expect(isAlive(next.pid)).toBe(false);
  });

  it('starts over the remains when both the process and the server were killed', async () => {
    const child = EmbeddedChild.spawn(folder);
    const left = await child.nextLine();
    await query(left.url ?? '', 'CREATE TABLE kept AS SELECT 9 AS value');
    process.kill(left.pid ?? 0, 'SIGKILL');
    await child.kill();
    expect(existsSync(join(folder, 'postgresql', 'lock'))).toBe(true);
    const next = await start(folder);
    expect(next.attached).toBe(false);
    expect(await query(next.url, 'SELECT value FROM kept')).toEqual([{ value: 9 }]);
    await next.stop();
  });

  it('starts a server again that was killed, at the same address', async () => {
    const embedded = await start(folder);
    const { pid, url } = embedded;
    process.kill(pid, 'SIGKILL');
    await waitFor('another server', () => (embedded.pid === pid ? undefined : true));
    expect(embedded.url).toBe(url);
    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await embedded.stop();
    await waitForEnd(embedded.pid);
  });

  it('says that it is lost when its server cannot be started again', async () => {
    const lost: string[] = [];
    const embedded = await start(folder, (error) => lost.push(error.message));
    writeFileSync(join(folder, 'postgresql', 'data', 'postgresql.conf'), 'no_such_setting = 1\n');
    process.kill(embedded.pid, 'SIGKILL');
    await waitFor('the loss', () => (lost.length > 0 ? true : undefined));
    expect(lost[0]).toMatch(/the embedded database does not start: .*no_such_setting.*server\.log/s);
    await embedded.stop();
  });

  it('makes the cluster anew when its first start was killed half way', async () => {
    const first = await start(folder);
    await first.stop();
    removeFolder(join(folder, 'postgresql', 'data'));
    writeFileSync(join(folder, 'postgresql', 'data.partial'), 'half a cluster');
    const second = await start(folder);
    expect(await query(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(readdirSync(join(folder, 'postgresql')).sort()).toEqual(['data', 'lock', 'password', 'server.log']);
    await second.stop();
  });

  it('works below a folder that only its owner may enter, and goes with it when that is renamed', async () => {
    const closed = makeTemporaryFolder(0o700);
    const renamed = `${closed}-renamed`;
    const embedded = await start(closed);
    await query(embedded.url, 'CREATE TABLE kept AS SELECT 10 AS value');
    await embedded.stop();
    renameSync(closed, renamed);
    const again = await start(renamed);
    expect(await query(again.url, 'SELECT value FROM kept')).toEqual([{ value: 10 }]);
    await again.stop();
    const location = join(renamed, 'database-location');
    if (existsSync(location)) removeFolder(readFileSync(location, 'utf8').trim());
    removeFolder(renamed);
  });

  it('says how to mend it when the folder cannot be made', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    await expect(start(join(file, 'data'))).rejects.toThrow(/cannot be made .*--data-dir/);
  });
});
