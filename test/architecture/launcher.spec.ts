import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { repository } from './run-node.js';

/** Says how many signals it got in the half second after the first, then leaves with 3. */
const program = `
  let signals = 0;
  for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => {
    signals += 1;
    if (signals === 1) setTimeout(() => { console.log('signals: ' + signals); process.exit(3); }, 500);
  });
  setInterval(() => undefined, 1000);
  console.log('ready');
`;

const launcher = `
  import { runForeground } from '${path.join(repository, 'tools/lib/run.mjs')}';
  process.exitCode = await runForeground(process.execPath, ['--eval', process.argv[1]]);
`;

describe('what runs the product in the foreground', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'passes a doubled %s on once, waits, and leaves with the exit code',
    async (signal) => {
      const run = launch(program);
      await run.says('ready');
      // As with a terminal and npm: the whole group gets the signal, and npm passes it on once more.
      process.kill(-run.pid, signal);
      process.kill(run.pid, signal);
      expect(await run.ended).toEqual({ code: 3, output: 'ready\nsignals: 1\n' });
    },
  );

  it('has the exit code of a shell for a program that a signal ended', async () => {
    const run = launch(`process.kill(process.pid, 'SIGKILL'); setInterval(() => undefined, 1000);`);
    expect(await run.ended).toMatchObject({ code: 137 });
  });
});

interface Launched {
  readonly pid: number;
  readonly ended: Promise<{ code: number | null; output: string }>;
  says(text: string): Promise<void>;
}

function launch(source: string): Launched {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', launcher, source], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return {
    pid: pidOf(child),
    ended: new Promise((resolve) => child.once('close', (code) => resolve({ code, output }))),
    says: (text) =>
      new Promise((resolve) => {
        const look = (): unknown => output.includes(text) && resolve();
        child.stdout.on('data', look);
        look();
      }),
  };
}

function pidOf(child: ChildProcess): number {
  if (child.pid === undefined) throw new Error('the launcher did not start');
  return child.pid;
}
