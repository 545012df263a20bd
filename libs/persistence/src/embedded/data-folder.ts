import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { StartError } from '../start-error.js';
import { isRoot, type ServerUser } from './unprivileged.js';

/** Paths inside the folder. The password is the superuser's, readable by the owner of this process alone. */
export function pathsIn(folder: string): {
  readonly data: string;
  readonly password: string;
  readonly lock: string;
  readonly log: string;
} {
  return {
    data: join(folder, 'data'),
    password: join(folder, 'password'),
    lock: join(folder, 'lock'),
    log: join(folder, 'server.log'),
  };
}

/** Makes the folder where it is missing; PostgreSQL's own user has to pass through. */
export function makeFolder(folder: string): void {
  try {
    if (mkdirSync(folder, { recursive: true, mode: 0o755 }) !== undefined && isRoot) chmodSync(folder, 0o755);
  } catch (cause) {
    throw new StartError(
      `the data folder ${folder} cannot be made (${String(cause)}): choose another with --data-dir`,
      { cause },
    );
  }
}

/** What the kernel refuses in the folder, as a StartError that names the file; anything else comes back as it is. */
export function explainFolderError(error: unknown, folder: string): unknown {
  const { code, path } = error as NodeJS.ErrnoException;
  if (code === undefined || path?.startsWith(folder) !== true) return error;
  return new StartError(
    `the embedded database's folder cannot be used (${code}: ${path}): mend its owner and mode, or choose another with --data-dir`,
    { cause: error },
  );
}

/** The superuser's password, made once, before the cluster. Throws StartError where a cluster is there and it is not. */
export function ensurePassword({
  password: file,
  data,
}: Pick<ReturnType<typeof pathsIn>, 'password' | 'data'>): string {
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  if (existsSync(join(data, 'PG_VERSION')))
    throw new StartError(
      `the password of the embedded database is gone (${file}): put that file back, or choose an empty folder with --data-dir to begin anew`,
    );
  const password = randomBytes(24).toString('base64url');
  const partial = `${file}.partial`;
  writeFileSync(partial, `${password}\n`, { mode: 0o600 });
  renameSync(partial, file);
  return password;
}

/**
 * A cluster with the password as its only key, made whole or not at all: a start that was killed half way leaves a folder of
 * another name, which the next one removes.
 */
export function ensureCluster(native: string, data: string, password: string, user: ServerUser): void {
  for (const left of readdirSync(dirname(data)).filter((name) => name.startsWith('data.partial'))) {
    rmSync(join(dirname(data), left), { recursive: true, force: true });
  }
  if (!existsSync(join(data, 'PG_VERSION'))) initialise(native, data, password, user);
  chmodSync(data, 0o700);
}

function initialise(native: string, data: string, password: string, user: ServerUser): void {
  if (existsSync(data) && readdirSync(data).length > 0)
    throw new StartError(
      `${data} is not empty and holds no database: put the database back, or move what is there away to begin anew`,
    );
  const partial = `${data}.partial`;
  mkdirSync(partial, { mode: 0o700 });
  const passwordFile = `${partial}.password`;
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  for (const path of [partial, passwordFile]) giveTo(user, path);
  const args = [
    '-D',
    partial,
    '-U',
    'postgres',
    '-A',
    'scram-sha-256',
    `--pwfile=${passwordFile}`,
    '-E',
    'UTF8',
    '--locale=C',
  ];
  const { status, stderr, error } = spawnSync(join(native, 'bin', 'initdb'), args, {
    ...user,
    cwd: '/',
    encoding: 'utf8',
  });
  rmSync(passwordFile, { force: true });
  if (status !== 0) {
    rmSync(partial, { recursive: true, force: true });
    throw new StartError(
      `the embedded database cannot be made in ${data}: ${explain(error?.message ?? stderr.trim())}`,
    );
  }
  renameSync(partial, data);
}

function giveTo({ uid, gid }: ServerUser, path: string): void {
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}

/** initdb wants the name of the user it runs as, which arbitrary ids in containers do not have. */
function explain(reason: string): string {
  if (!reason.includes('could not look up effective user ID')) return reason;
  return `${reason} (give the user an entry in /etc/passwd, or set DATABASE_URL to a PostgreSQL server)`;
}
