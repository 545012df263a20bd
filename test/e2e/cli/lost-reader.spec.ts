import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { embeddedDatabasePid } from '../../support/gateway/data-folder.js';
import {
  callGateway,
  Gateway,
  makeDataFolder,
  PROGRAM,
  removeDataFolder,
  waitFor,
} from '../../support/gateway/index.js';

jest.setTimeout(120_000);

const CALL = { model: 'mock/echo', messages: [{ role: 'user', content: 'Hello!' }] };

describe('a process whose output nobody reads any more (tee ended, the terminal is closed)', () => {
  let folder: string;
  let child: ChildProcess;
  let said = '';
  afterEach(async () => {
    child.kill('SIGKILL');
    await removeDataFolder(folder);
  });

  /** Starts it, and closes the reading end of both pipes once it listens. */
  async function startAndLeave(...args: string[]): Promise<string> {
    folder = makeDataFolder();
    said = '';
    child = spawn(process.execPath, [PROGRAM, '--data-dir', folder, '--port', '0', '--no-auth', ...args], {
      cwd: folder,
      env: { PATH: process.env['PATH'] ?? '', HOME: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout?.on('data', (data: Buffer) => (said += data.toString()));
    const url = await waitFor('the start', () => /(http:\S+)\/docs/.exec(said)?.[1], 60_000);
    child.stdout?.destroy();
    child.stderr?.destroy();
    return url;
  }

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'ends with %s in order: code 0, no database left',
    async (signal) => {
      await startAndLeave();
      expect(embeddedDatabasePid(folder)).toBeGreaterThan(0);
      const ended = once(child, 'exit');
      child.kill(signal);
      expect(await ended).toEqual([0, null]);
      expect(embeddedDatabasePid(folder)).toBeUndefined();
    },
  );

  it('serves on, also where every request writes a line', async () => {
    const url = await startAndLeave('--detailed-debug');
    for (let call = 0; call < 3; call += 1) {
      const answer = await fetch(`${url}/v1/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(CALL),
      });
      expect(answer.status).toBe(200);
    }
    expect(child.exitCode).toBeNull();
  });
});

describe('SIGHUP', () => {
  it('drains as SIGTERM does', async () => {
    const gateway = await Gateway.start({});
    try {
      expect((await callGateway(gateway, 'POST /v1/chat/completions', { body: CALL })).status).toBe(200);
      gateway.signal('SIGHUP');
      expect(await gateway.exited).toEqual({ code: 0, signal: null });
      expect(gateway.output).toContain('stopping: finishing what is in flight');
      expect(gateway.embeddedDatabasePid).toBeUndefined();
    } finally {
      await gateway.dispose();
    }
  });
});
