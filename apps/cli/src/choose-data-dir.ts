import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Settings } from '@tollgate/config';
import { StartError } from '@tollgate/persistence';
import { prepareFolder } from './prepare-folder.js';

/**
 * The folder for the embedded database, the journal and the key's file: the one asked for, else `./data`, else the user's state
 * folder. A folder that was asked for is never replaced by another.
 */
export function chooseDataDir(settings: Settings): string {
  const { dataDir, dataDirGiven } = settings.process;
  if (dataDirGiven) {
    const dir = resolve(dataDir);
    const problem = prepareFolder(dir);
    if (problem !== undefined)
      throw new StartError(`the data folder ${dir} cannot be used (${problem}): choose another with --data-dir`);
    return dir;
  }
  const problems: string[] = [];
  for (const dir of candidates(settings)) {
    const problem = prepareFolder(dir);
    if (problem === undefined) return dir;
    problems.push(`${dir}: ${problem}`);
  }
  throw new StartError(`no folder for data can be used (${problems.join('; ')}): name one with --data-dir`);
}

/** The folder that `chooseDataDir` would find there; undefined: it would make one. */
export function findDataDir(settings: Settings): string | undefined {
  const { dataDir, dataDirGiven } = settings.process;
  return (dataDirGiven ? [resolve(dataDir)] : candidates(settings)).find((dir) => existsSync(dir));
}

function candidates({ environment }: Settings): readonly string[] {
  const stateHome = environment.read('XDG_STATE_HOME') ?? join(homedir(), '.local', 'state');
  return [resolve('data'), join(stateHome, 'tollgate')];
}
