import { StartError } from '../start-error.js';

/** The first with `datemultirange`, which sums of tags are kept in. */
const MAJOR_MIN = 14;

/** Why a server cannot be used, by its `server_version_num` (140005 is 14.5); undefined: it can. */
export function refuseOldServer(versionNumber: number): StartError | undefined {
  const major = Math.floor(versionNumber / 10_000);
  if (major >= MAJOR_MIN) return undefined;
  return new StartError(
    `PostgreSQL ${String(major)} is too old: ${String(MAJOR_MIN)} is the first that can be used. Name a newer server in DATABASE_URL, or upgrade this one`,
  );
}
