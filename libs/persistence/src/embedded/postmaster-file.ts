import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** What a running server says of itself in `postmaster.pid`. */
export interface PostmasterFile {
  readonly pid: number;
  readonly port: number;
  readonly ready: boolean;
}

export function readPostmasterFile(dataFolder: string): PostmasterFile | undefined {
  try {
    // pid, data folder, start time, port, socket folder, address, shared memory key, status
    const lines = readFileSync(join(dataFolder, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number(lines[0]);
    const port = Number(lines[3]);
    return pid > 0 && port > 0 ? { pid, port, ready: lines[7]?.trim() === 'ready' } : undefined;
  } catch {
    return undefined;
  }
}

/** PostgreSQL takes the pid of a defunct process for a running server. */
export function removePostmasterFile(dataFolder: string): void {
  rmSync(join(dataFolder, 'postmaster.pid'), { force: true });
}
