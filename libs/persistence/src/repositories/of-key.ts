import { Prisma } from '../generated/prisma/client.js';

/** The condition that a fact or sum, named `f`, is of the key with this hash, by any of its secrets, deleted keys included. */
export function ofKey(hash: string): Prisma.Sql {
  return Prisma.sql`f.key_id IN (SELECT key_id FROM tollgate.key_secret WHERE hash = ${hash}
    UNION SELECT id FROM tollgate.deleted_key WHERE ${hash} = ANY(hashes))`;
}
