import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { StartError } from '@tollgate/persistence';

/**
 * The folder for the embedded database, the journal and the key's file: the one asked for, else `./data`, else the user's state
 * folder. A folder that was asked for is never replaced by another.
 */
export function chooseDataDir(asked: string | undefined, stateHome: string | undefined): string {
  if (asked !== undefined) {
    const dir = resolve(asked);
    const problem = prepare(dir);
    if (problem !== undefined)
      throw new StartError(`the data folder ${dir} cannot be used (${problem}): choose another with --data-dir`);
    return dir;
  }
  const candidates = [resolve('data'), join(stateHome ?? join(homedir(), '.local', 'state'), 'tollgate')];
  const problems: string[] = [];
  for (const dir of candidates) {
    const problem = prepare(dir);
    if (problem === undefined) return dir;
    problems.push(`${dir}: ${problem}`);
  }
  throw new StartError(`no folder for data can be used (${problems.join('; ')}): name one with --data-dir`);
}

function prepare(dir: string): string | undefined {
  try {
    makeFolders(dir);
    accessSync(dir, constants.R_OK | constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown error';
  }
}

/** One after the other: where the kernel makes no folders (`/proc`), Node's own recursion never comes back. */
function makeFolders(dir: string): void {
  if (existsSync(dir)) return;
  makeFolders(dirname(dir));
  try {
    mkdirSync(dir);
  } catch (error) {
    // processes that start together make one folder
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
