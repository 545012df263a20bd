import { join, resolve } from 'node:path';
import { StartError } from '@tollgate/persistence';
import { prepareFolder } from './prepare-folder.js';

/** The folder of the journals: the one asked for with JOURNAL_DIR, else `journal` in the data folder. Throws StartError where it cannot be used. */
export function chooseJournalDir(asked: string | undefined, dataDir: string): string {
  const dir = asked === undefined ? join(dataDir, 'journal') : resolve(asked);
  const problem = prepareFolder(dir, 0o700);
  if (problem !== undefined) throw new StartError(describeJournalProblem(dir, problem));
  return dir;
}

/** `problem` is the kernel's code, with the path inside the folder where it is about one. */
export function describeJournalProblem(dir: string, problem: string): string {
  return `the journal's folder ${dir} cannot be used (${problem}): mend its owner and mode, or choose another with JOURNAL_DIR`;
}
