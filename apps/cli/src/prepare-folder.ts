import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Makes a folder where it is missing. Returns why it cannot be used, as the kernel's code; undefined when it can. */
export function prepareFolder(dir: string, mode = 0o777): string | undefined {
  try {
    makeFolders(dir, mode);
    accessSync(dir, constants.R_OK | constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown error';
  }
}

/** One after the other: where the kernel makes no folders (`/proc`), Node's own recursion never comes back. */
function makeFolders(dir: string, mode: number): void {
  const found = statSync(dir, { throwIfNoEntry: false });
  if (found?.isDirectory() === false) throw Object.assign(new Error('no folder'), { code: 'ENOTDIR' });
  if (found !== undefined) return;
  makeFolders(dirname(dir), 0o777);
  try {
    mkdirSync(dir, mode);
  } catch (error) {
    // processes that start together make one folder
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
