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
import { isRoot, unprivileged } from './unprivileged.js';

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

/** The superuser's password, made once. */
export function ensurePassword(file: string): string {
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
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
export function ensureCluster(native: string, data: string, password: string): void {
  for (const left of readdirSync(dirname(data)).filter((name) => name.startsWith('data.partial'))) {
    rmSync(join(dirname(data), left), { recursive: true, force: true });
  }
  if (!existsSync(join(data, 'PG_VERSION'))) initialise(native, data, password);
  chmodSync(data, 0o700);
  if (isRoot) chownSync(data, unprivileged.uid ?? 0, unprivileged.gid ?? 0);
}

function initialise(native: string, data: string, password: string): void {
  const partial = `${data}.partial`;
  mkdirSync(partial, { mode: 0o700 });
  const passwordFile = `${partial}.password`;
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (isRoot) for (const path of [partial, passwordFile]) chownSync(path, unprivileged.uid ?? 0, unprivileged.gid ?? 0);
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
    ...unprivileged,
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

/** initdb wants the name of the user it runs as, which arbitrary ids in containers do not have. */
function explain(reason: string): string {
  if (!reason.includes('could not look up effective user ID')) return reason;
  return `${reason} (give the user an entry in /etc/passwd, or set DATABASE_URL to a PostgreSQL server)`;
}
