import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { StartError } from '@tollgate/persistence';
import { prepareFolder } from './prepare-folder.js';

/**
 * The folder for the embedded database, the journal and the key's file: the one asked for, else `./data`, else the user's state
 * folder. A folder that was asked for is never replaced by another.
 */
export function chooseDataDir(asked: string | undefined, stateHome: string | undefined): string {
  if (asked !== undefined) {
    const dir = resolve(asked);
    const problem = prepareFolder(dir);
    if (problem !== undefined)
      throw new StartError(`the data folder ${dir} cannot be used (${problem}): choose another with --data-dir`);
    return dir;
  }
  const problems: string[] = [];
  for (const dir of candidates(stateHome)) {
    const problem = prepareFolder(dir);
    if (problem === undefined) return dir;
    problems.push(`${dir}: ${problem}`);
  }
  throw new StartError(`no folder for data can be used (${problems.join('; ')}): name one with --data-dir`);
}

/** The folder that `chooseDataDir` would find there; undefined: it would make one. */
export function findDataDir(asked: string | undefined, stateHome: string | undefined): string | undefined {
  return (asked === undefined ? candidates(stateHome) : [resolve(asked)]).find((dir) => existsSync(dir));
}

function candidates(stateHome: string | undefined): readonly string[] {
  return [resolve('data'), join(stateHome ?? join(homedir(), '.local', 'state'), 'tollgate')];
}
