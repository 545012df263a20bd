import { realpathSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { StartError } from '../start-error.js';

/** PostgreSQL refuses to run as root; as root it runs as `nobody`, which exists by number everywhere. */
const NOBODY = 65_534;

export const isRoot = process.getuid?.() === 0;

/** Whom programs of PostgreSQL run as; nothing is set where that is the user of this process. */
export interface ServerUser {
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * The user of a cluster's server: root runs the database that another user made as that user, who can then go on with it. Throws
 * StartError for a cluster of somebody else, which PostgreSQL would refuse.
 */
export function serverUser(data: string): ServerUser {
  return serverUserFor(data, statSync(data, { throwIfNoEntry: false }), process.getuid?.());
}

/** `owner`: of the cluster's folder, undefined where there is none yet; `own`: the user of this process, undefined where the system has none. */
export function serverUserFor(
  data: string,
  owner: Required<ServerUser> | undefined,
  own: number | undefined,
): ServerUser {
  if (owner === undefined) return own === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  if (own === undefined || owner.uid === own) {
    if (own !== 0) return {};
    throw new StartError(
      `the database ${data} belongs to root, as whom PostgreSQL does not run: give it to another user (chown -R ${NOBODY}:${NOBODY} ${data})`,
    );
  }
  if (own === 0) return { uid: owner.uid, gid: owner.gid };
  throw new StartError(
    `the database ${data} belongs to another user (uid ${owner.uid}): start as that user, give it back (chown -R ${own} ${data}), or choose another folder with --data-dir`,
  );
}

/** True where a user other than root and `nobody` has made the database: they can get there. */
export function isOrdinaryUsers(data: string): boolean {
  const uid = statSync(data, { throwIfNoEntry: false })?.uid;
  return uid !== undefined && uid !== 0 && uid !== NOBODY;
}

/** Where root keeps what `nobody` must reach when the place asked for is below a closed folder. */
export const REACHABLE_FOLDER = '/var/lib/tollgate';

/** True when every folder down to this one lets everybody through, on the path as written and on the one that links lead to. */
export function isReachableByAll(folder: string): boolean {
  return isOpenDownTo(resolve(folder)) && isOpenDownTo(realpathSync(folder));
}

function isOpenDownTo(folder: string): boolean {
  for (let current = folder; ; current = dirname(current)) {
    if ((statSync(current).mode & 0o001) === 0) return false;
    if (current === dirname(current)) return true;
  }
}
