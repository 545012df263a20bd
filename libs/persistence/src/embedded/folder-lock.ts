import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { StartError } from '../start-error.js';
import { processStart, processState } from './process-state.js';

interface Owner {
  readonly pid: number;
  readonly start: string | undefined;
}

/**
 * One process at a time may run the database of a data folder. The lock is a file that names its owner by pid and start time, so
 * that the lock of a killed process is seen for what it is.
 */
export class FolderLock {
  private constructor(private readonly file: string) {}

  /** Throws a StartError at once when a living process holds it. */
  static take(file: string): FolderLock {
    const own = `${file}.${process.pid}`;
    writeFileSync(own, JSON.stringify({ pid: process.pid, start: processStart(process.pid) } satisfies Owner), {
      mode: 0o600,
    });
    try {
      // link fails where a file exists: the name is taken by one of two at most
      for (let attempt = 0; !linked(own, file); attempt += 1) removeStale(file, attempt);
    } finally {
      rmSync(own, { force: true });
    }
    return new FolderLock(file);
  }

  release(): void {
    if (readOwner(this.file)?.pid === process.pid) rmSync(this.file, { force: true });
  }
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}

function removeStale(file: string, attempt: number): void {
  const owner = readOwner(file);
  if (owner !== undefined && isRunning(owner)) {
    throw new StartError(
      `the data folder is in use by process ${owner.pid} (${file}): stop it first, or start with another folder (--data-dir)`,
    );
  }
  if (attempt > 20)
    throw new StartError(`the lock ${file} cannot be taken: remove it when no other process uses this folder`);
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  // another process may have replaced the stale lock in the meantime: then it was the new one that was moved
  const moved = readOwner(aside);
  if (moved !== undefined && isRunning(moved)) linked(aside, file);
  rmSync(aside, { force: true });
}

function isRunning(owner: Owner): boolean {
  return processState(owner.pid) === 'alive' && processStart(owner.pid) === owner.start;
}

function readOwner(file: string): Owner | undefined {
  try {
    const { pid, start } = JSON.parse(readFileSync(file, 'utf8')) as Partial<Owner>;
    return typeof pid === 'number' ? { pid, start } : undefined;
  } catch {
    return undefined;
  }
}
