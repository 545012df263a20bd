import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A process that appends to a journal in `folder` as fast as it can and prints the id of each append that was resolved. */
function startWriter(folder: string): ChildProcess {
  return spawn(
    process.execPath,
    ['-r', join(__dirname, 'run-typescript.cjs'), join(__dirname, 'journal-process.ts'), folder],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
}

/** Kills such a process with SIGKILL after `appends` resolved appends. */
export async function killedWriter(folder: string, appends: number): Promise<{ readonly resolved: readonly string[] }> {
  const child = startWriter(folder);
  const resolved: string[] = [];
  for await (const requestId of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    resolved.push(requestId);
    if (resolved.length === appends) child.kill('SIGKILL');
  }
  return { resolved };
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
