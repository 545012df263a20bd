import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callGateway, createKey, Gateway, GatewayProcess, makeDataFolder, removeDataFolder, waitFor, waitForRows } from '../../support/gateway/index.js';
import { runToEnd } from './run-to-end.js';

jest.setTimeout(120_000);

const SECOND_START_MS = 5_000;
const CALL = { model: 'mock/echo', messages: [{ role: 'user', content: 'Hello!' }] };

/** Process number of the embedded database, which its own file names. */
function databasePid(dataFolder: string): number {
  return Number(readFileSync(join(dataFolder, 'postgresql', 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
}

function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

describe('one data folder', () => {
  let folder: string;
  const running: GatewayProcess[] = [];
  beforeEach(() => {
    folder = makeDataFolder();
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((process) => process.endWith('SIGTERM', 30_000)));
    await removeDataFolder(folder);
  });

  it('is served by one of two processes that start at the same time; the other leaves with 1 and says why, within 5 s', async () => {
    const args = ['--data-dir', folder, '--port', '0'];
    running.push(new GatewayProcess(args, {}, folder), new GatewayProcess(args, {}, folder));
    const began = performance.now();
    const exit = await Promise.race(running.map((process) => process.exited));
    expect(performance.now() - began).toBeLessThan(SECOND_START_MS);
    expect(exit.code).toBe(1);
    const [loser] = running.filter((process) => process.exit !== undefined);
    const [winner] = running.filter((process) => process.exit === undefined);
    expect(loser?.stderr).toMatch(/^tollgate: the data folder is in use by process \d+/);
    await waitFor('the other to serve', () => winner?.stdout.includes('listening on'), 30_000);
    expect(winner?.exit).toBeUndefined();
  });

  it('has no process left after Ctrl-C, the database included', async () => {
    const process = new GatewayProcess(['--data-dir', folder, '--port', '0'], {}, folder);
    running.push(process);
    await waitFor('the start', () => process.stdout.includes('/docs'), 30_000);
    const pid = databasePid(folder);
    expect(isRunning(pid)).toBe(true);
    expect(await process.endWith('SIGINT', 30_000)).toEqual({ code: 0, signal: null });
    expect(isRunning(pid)).toBe(false);
    // a stop is nothing to be worried about
    expect(process.stderr).not.toMatch(/"level":"(warn|error)"/);
  });
});

describe('after kill -9', () => {
  it('the next start takes over the database that still runs, has every row, and its Ctrl-C stops that database too', async () => {
    const gateway = await Gateway.start({});
    try {
      const { key, hash } = await createKey(gateway);
      for (let call = 0; call < 5; call += 1)
        expect((await callGateway(gateway, 'POST /v1/chat/completions', { key, body: CALL })).status).toBe(200);
      const pid = databasePid(gateway.dataFolder);
      await gateway.kill9();
      expect(isRunning(pid)).toBe(true);
      await gateway.restart();
      expect(databasePid(gateway.dataFolder)).toBe(pid);
      expect(await waitForRows(gateway.databaseUrl, hash, 5)).toHaveLength(5);
      gateway.signal('SIGINT');
      expect(await gateway.exited).toEqual({ code: 0, signal: null });
      expect(isRunning(pid)).toBe(false);
    } finally {
      await gateway.dispose();
    }
  });
});

const asRoot = process.getuid?.() === 0 ? describe : describe.skip;

// Only root can become somebody else, and only root reads what others may not.
asRoot('as an ordinary user', () => {
  const ORDINARY = 65_533;
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tollgate-user-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('says which data folder it may not use', async () => {
    const closed = join(folder, 'closed');
    cpSync(__filename, join(closed, 'of-root'));
    const run = await runToEnd(['--data-dir', closed], { user: ORDINARY, cwd: '/' });
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toBe(`tollgate: the data folder ${closed} cannot be used (EACCES): choose another with --data-dir\n`);
  });
});
