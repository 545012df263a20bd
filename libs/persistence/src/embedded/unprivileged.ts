import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** PostgreSQL refuses to run as root; as root it runs as `nobody`, which exists by number everywhere. */
const NOBODY = 65_534;

export const isRoot = process.getuid?.() === 0;
export const unprivileged: { readonly uid?: number; readonly gid?: number } = isRoot
  ? { uid: NOBODY, gid: NOBODY }
  : {};

/** Where root keeps what `nobody` must reach when the place asked for is below a closed folder. */
export const REACHABLE_FOLDER = '/var/lib/tollgate';

/** True when every folder down to this one lets everybody through. */
export function isReachableByAll(folder: string): boolean {
  for (let current = resolve(folder); ; current = dirname(current)) {
    if ((statSync(current).mode & 0o001) === 0) return false;
    if (current === dirname(current)) return true;
  }
}
