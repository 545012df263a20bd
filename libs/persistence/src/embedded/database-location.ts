import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { StartError } from '../start-error.js';
import { isOrdinaryUsers, isReachableByAll, isRoot, REACHABLE_FOLDER } from './unprivileged.js';

/** In the data folder: the path of the database's folder, where that stands elsewhere. */
const LOCATION = 'database-location';
/** In the database's folder: the data folder that it belongs to. */
const OWNER = 'data-folder';

/** Where databases stand that cannot stand in their data folder. */
export interface Elsewhere {
  readonly parent: string;
  /** Whether PostgreSQL's user could not get into the data folder. */
  isNeeded(dataFolder: string): boolean;
}

const VAR_LIB: Elsewhere = {
  parent: REACHABLE_FOLDER,
  isNeeded: (dataFolder) =>
    isRoot && !isReachableByAll(dataFolder) && !isOrdinaryUsers(join(dataFolder, 'postgresql', 'data')),
};

/**
 * Where the embedded database of a data folder lives: below it, unless PostgreSQL would run as `nobody` and could not get there.
 * Then in a folder of /var/lib that the data folder names in a file, so that it may be moved and renamed. Throws StartError when
 * that folder is gone, another's, or another data folder's: an empty database in its place would look like a loss of everything.
 */
export function databaseFolder(dataFolder: string, elsewhere: Elsewhere = VAR_LIB): string {
  const wanted = realpathSync(dataFolder);
  const noted = readLine(join(wanted, LOCATION));
  if (noted !== undefined) return follow(wanted, noted, elsewhere);
  const inside = join(wanted, 'postgresql');
  if (!elsewhere.isNeeded(wanted)) return inside;
  if (existsSync(join(inside, 'data', 'PG_VERSION')))
    throw new StartError(
      `the database of this data folder is in ${inside}, where PostgreSQL cannot get any more, since it does not run as root: let everybody pass the folders above it (chmod o+x), or move the data folder to where they can`,
    );
  return settle(wanted, resolve(dataFolder), elsewhere);
}

/** Whether a start would find a database of this data folder, and not make one. */
export function hasEmbeddedDatabase(dataFolder: string): boolean {
  return [LOCATION, join('postgresql', 'data', 'PG_VERSION')].some((path) => existsSync(join(dataFolder, path)));
}

function follow(dataFolder: string, folder: string, { parent }: Elsewhere): string {
  const file = join(dataFolder, LOCATION);
  if (dirname(folder) !== parent || !basename(folder).startsWith('data-'))
    throw new StartError(`${file} names ${folder}, which no start of Tollgate has written: delete the file or mend it`);
  if (!existsSync(folder))
    throw new StartError(
      `the database of this data folder is in ${folder} (says ${file}), and that is gone: put it back, or delete ${file} to start with an empty database`,
    );
  for (const path of [file, folder])
    if (statSync(path).uid !== process.getuid?.())
      throw new StartError(`${path} belongs to another user: start as that user, or with another --data-dir`);
  const owner = readLine(join(folder, OWNER));
  if (owner !== undefined && owner !== dataFolder && readLine(join(owner, LOCATION)) === folder)
    throw new StartError(
      `this data folder is a copy of ${owner}, whose database is in ${folder}: delete ${file} to start this copy with an empty database`,
    );
  if (owner !== dataFolder) writeFileSync(join(folder, OWNER), `${dataFolder}\n`);
  return folder;
}

/** Once for a data folder: of two processes that start together one names the place and the other takes it. */
function settle(dataFolder: string, asGiven: string, elsewhere: Elsewhere): string {
  mkdirSync(elsewhere.parent, { recursive: true });
  chmodSync(elsewhere.parent, 0o755);
  const folder = unnoted(asGiven, elsewhere) ?? join(elsewhere.parent, `data-${randomBytes(8).toString('hex')}`);
  const isNew = !existsSync(folder);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  writeFileSync(join(folder, OWNER), `${dataFolder}\n`);
  const location = join(dataFolder, LOCATION);
  const partial = `${location}.${process.pid}`;
  writeFileSync(partial, `${folder}\n`);
  try {
    linkSync(partial, location);
    return folder;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if (isNew) rmSync(folder, { recursive: true });
    return databaseFolder(dataFolder, elsewhere);
  } finally {
    rmSync(partial, { force: true });
  }
}

/** The folder of a database from before data folders named theirs: it was found by its name alone. */
function unnoted(dataFolder: string, { parent }: Elsewhere): string | undefined {
  const name = createHash('sha256').update(dataFolder).digest('hex').slice(0, 16);
  const folder = join(parent, `data-${name}`);
  return existsSync(folder) && !existsSync(join(folder, OWNER)) ? folder : undefined;
}

function readLine(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
