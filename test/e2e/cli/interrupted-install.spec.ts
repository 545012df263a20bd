import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitFor } from '../../support/gateway/index.js';

const repository = join(__dirname, '../../..');

/** Takes Ctrl-C and goes on, as npm does, and has a child of its own at work. */
const STUBBORN_NPM = `#!/bin/sh
trap '' INT
sleep 300 &
echo $! > child
echo $$ > leader
wait
`;
const FAILING_NPM = `#!/bin/sh
[ -e leader ] && kill -0 $(cat leader) 2>/dev/null && echo "npm error the first one still works here"
echo "npm error Nothing to install from"
exit 1
`;

describe('Ctrl-C in the middle of the first install', () => {
  let folder: string;
  const running: ChildProcess[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tollgate-install-'));
    for (const name of ['tools', 'package.json', 'package-lock.json', '.npmrc'])
      cpSync(join(repository, name), join(folder, name), { recursive: true });
    mkdirSync(join(folder, 'bin'));
  });
  afterEach(() => {
    for (const child of running.splice(0)) child.kill('SIGKILL');
    for (const pid of [read('leader'), read('child')]) if (pid > 0 && isRunning(pid)) process.kill(pid, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  const read = (name: string): number =>
    existsSync(join(folder, name)) ? Number(readFileSync(join(folder, name), 'utf8')) : 0;

  function start(npm: string): { readonly child: ChildProcess; readonly said: () => string } {
    writeFileSync(join(folder, 'bin', 'npm'), npm, { mode: 0o755 });
    const env = { PATH: `${join(folder, 'bin')}:/usr/bin:/bin`, HOME: folder };
    const child = spawn(process.execPath, ['tools/start.mjs'], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    running.push(child);
    let said = '';
    child.stderr.on('data', (data: Buffer) => (said += data.toString()));
    return { child, said: () => said };
  }

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s ends npm and what it started before the command itself ends, and the next start can install',
    async (signal) => {
      const first = start(STUBBORN_NPM);
      const npm = await waitFor('npm to run', () => read('leader') || undefined, 20_000);
      first.child.kill(signal);
      await once(first.child, 'close');
      expect(first.child.exitCode).toBe({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }[signal]);
      expect(first.said()).toContain(`tollgate: interrupted by ${signal}`);
      expect([npm, read('child')].filter(isRunning)).toEqual([]);
      const second = start(FAILING_NPM);
      await once(second.child, 'close');
      expect(second.said()).not.toMatch(/waiting for another build|still works here/);
      expect(second.said()).toContain('npm ci failed:\n  Nothing to install from');
    },
  );
});

function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
