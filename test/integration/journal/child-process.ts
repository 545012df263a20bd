import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { RecoveredByOne } from './recovery-process';

const TYPESCRIPT = ['-r', join(__dirname, 'run-typescript.cjs')];

/**
 * A process that appends to a journal in `folder` as fast as it can and says of each append how it went. `fileBlocksMax`: the kernel
 * refuses it to write beyond so many blocks of 512 bytes in a file, first with a short write.
 */
function startWriter(folder: string, fileBlocksMax?: number): ChildProcess {
  const command = [process.execPath, ...TYPESCRIPT, join(__dirname, 'journal-process.ts'), folder];
  const limited = ['sh', '-c', `ulimit -f ${fileBlocksMax ?? 'unlimited'} && exec "$@"`, 'sh', ...command];
  const [program = '', ...args] = fileBlocksMax === undefined ? command : limited;
  return spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Request ids by how their appends went. */
interface Appends {
  readonly resolved: readonly string[];
  readonly rejected: readonly string[];
}

/** Kills such a process with SIGKILL after `appends` resolved appends. */
export async function killedWriter(folder: string, appends: number, fileBlocksMax?: number): Promise<Appends> {
  const child = startWriter(folder, fileBlocksMax);
  const resolved: string[] = [];
  const rejected: string[] = [];
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    (line.startsWith('+') ? resolved : rejected).push(line.slice(1));
    if (resolved.length === appends) child.kill('SIGKILL');
  }
  return { resolved, rejected };
}

/** Processes that all recover the same folder at the same moment; what each of them brought into its ledger. */
export async function racingRecoveries(folder: string, processes: number): Promise<readonly RecoveredByOne[]> {
  const children = Array.from({ length: processes }, () =>
    spawn(process.execPath, [...TYPESCRIPT, join(__dirname, 'recovery-process.ts'), folder], {
      stdio: ['pipe', 'pipe', 'inherit'],
    }),
  );
  const outputs = children.map((child) => createInterface({ input: child.stdout })[Symbol.asyncIterator]());
  await Promise.all(outputs.map((output) => output.next()));
  for (const child of children) child.stdin.end('go');
  const lines = await Promise.all(outputs.map((output) => output.next()));
  return lines.map(({ done, value }) => {
    if (done === true) throw new Error('a recovery failed: it says why on stderr');
    return JSON.parse(String(value)) as RecoveredByOne;
  });
}

/** Such a process, running. */
export async function runningWriter(folder: string): Promise<{ pause(): Promise<void>; kill(): Promise<void> }> {
  const child = startWriter(folder);
  await once(child.stdout as NodeJS.ReadableStream, 'data');
  child.stdout?.resume();
  return {
    pause: async () => {
      child.kill('SIGSTOP');
      while (!isStopped(child.pid ?? 0)) await new Promise((resolve) => setImmediate(resolve));
    },
    kill: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}

function isStopped(pid: number): boolean {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).startsWith('T');
}
