import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  callGateway,
  createKey,
  Gateway,
  GatewayProcess,
  makeDataFolder,
  PROGRAM,
  removeDataFolder,
  waitFor,
  waitForRows,
} from '../../support/gateway/index.js';

jest.setTimeout(120_000);

const CALL = { model: 'mock/echo', messages: [{ role: 'user', content: 'Hello!' }] };

/** Process number of the embedded database, which its own file names. */
function databasePid(dataFolder: string): number {
  return Number(readFileSync(join(dataFolder, 'postgresql', 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
}

function tryDatabasePid(dataFolder: string): number | undefined {
  try {
    const pid = databasePid(dataFolder);
    return pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
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

  it('is served by one of two processes that start at the same time; the other leaves with 1 and says why', async () => {
    const args = ['--data-dir', folder, '--port', '0'];
    running.push(new GatewayProcess(args, {}, folder), new GatewayProcess(args, {}, folder));
    const exit = await Promise.race(running.map((process) => process.exited));
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

describe('Ctrl-C in the middle of a start', () => {
  it('leaves no database behind', async () => {
    const folder = makeDataFolder();
    const process = new GatewayProcess(['--data-dir', folder, '--port', '0'], {}, folder);
    try {
      const pid = await waitFor('the embedded database', () => tryDatabasePid(folder), 30_000);
      expect(process.stdout).toBe('');
      expect(await process.endWith('SIGINT', 30_000)).toEqual({ code: 0, signal: null });
      expect(isRunning(pid)).toBe(false);
    } finally {
      await process.endWith('SIGKILL', 1_000);
      await removeDataFolder(folder);
    }
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

describe('a data folder that may not be read', () => {
  it('is named, with what mends it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tollgate-closed-'));
    chmodSync(folder, 0);
    try {
      const [command, args] = withoutPrivileges(['--data-dir', folder]);
      const run = await new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
        const done = (error: { code?: unknown } | null, stdout: string, stderr: string): void =>
          resolve({ code: error?.code, stdout, stderr });
        execFile(command, args, { cwd: '/', env: { PATH: process.env['PATH'] ?? '' } }, done);
      });
      expect(run).toEqual({
        code: 1,
        stdout: '',
        stderr: `tollgate: the data folder ${folder} cannot be used (EACCES): choose another with --data-dir\n`,
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

/** The command as it runs for a user to whom the modes of files apply: root alone has to lay that privilege down first. */
function withoutPrivileges(options: readonly string[]): [string, string[]] {
  const program = [PROGRAM, ...options];
  return process.getuid?.() === 0
    ? ['setpriv', ['--bounding-set', '-dac_override,-dac_read_search', process.execPath, ...program]]
    : [process.execPath, program];
}
