import { GatewayError } from '@tollgate/canonical';
import type { Database } from '../database/database.js';
import { UUID } from '../database/uuid.js';
import { Prisma } from '../generated/prisma/client.js';
import { keyConditions } from './key-conditions.js';
import { hashOf } from './key-filter.js';
import type { KeyVisibility } from './stored-key.js';

/** Ids of an alias that a refusal names. */
const NAMED_MAX = 5;

/**
 * Ids of the keys that the caller sees by what names them, as `keyByRef` finds each, in one statement for all of them; a name that finds
 * nothing is left out. Throws GatewayError (400) where keys of several tenants have an alias.
 */
export async function findKeyIds(
  { prisma }: Database,
  refs: readonly string[],
  visibility: KeyVisibility,
): Promise<ReadonlyMap<string, string>> {
  const names = [...new Set(refs)];
  const found = await prisma.$queryRaw<{ ref: string; id: string }[]>`
    SELECT named.ref, h.id::text AS id FROM ${namedKeys(names)} WHERE ${keyConditions({}, visibility)}`;
  const ids = new Map(found.map(({ ref, id }) => [ref, id]));
  const twice = found.find(({ ref, id }) => ids.get(ref) !== id)?.ref;
  if (twice === undefined) return ids;
  const several = found.filter(({ ref }) => ref === twice);
  throw ambiguousAlias(twice, several.slice(0, NAMED_MAX));
}

/** As a source: names as `named.ref`, with each key `h` that has one for an alias, a hash, a secret or its own id. */
export function namedKeys(names: readonly string[]): Prisma.Sql {
  return Prisma.sql`(
      SELECT r.ref, k.id FROM unnest(${names}::text[]) AS r(ref) JOIN tollgate.virtual_key AS k ON k.alias = r.ref
      UNION SELECT r.ref, s.key_id FROM unnest(${names}::text[], ${names.map(hashOf)}::text[]) AS r(ref, hash)
        JOIN tollgate.key_secret AS s ON s.hash IN (r.ref, r.hash)
      UNION SELECT r.ref, r.ref::uuid FROM unnest(${names.filter((name) => UUID.test(name))}::text[]) AS r(ref)
    ) AS named JOIN tollgate.virtual_key AS h ON h.id = named.id`;
}

export function ambiguousAlias(alias: string, keys: readonly { readonly id: string }[]): GatewayError {
  const ids = keys.map(({ id }) => id).join(', ');
  const message = `Keys of several tenants have the alias '${alias}': ${ids}. Name one by its id, its hash or itself.`;
  return new GatewayError('bad_request', { message, param: 'key' });
}
