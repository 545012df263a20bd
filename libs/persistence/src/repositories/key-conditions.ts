import { UUID } from '../database/uuid.js';
import { Prisma } from '../generated/prisma/client.js';
import { escapeLike } from './escape-like.js';
import type { KeyFilter } from './key-filter.js';
import type { KeyVisibility } from './stored-key.js';

/** What `matchingKeys` and `visibleKeys` ask, of rows `h` of virtual_key: for orders that Prisma does not know. */
export function keyConditions(filter: KeyFilter, visibility: KeyVisibility): Prisma.Sql {
  const { userId, withMade = false, teamId, organizationId, projectId, accessGroupId, hash, aliasPart } = filter;
  const made = withMade ? Prisma.sql`OR h.created_by = ${userId ?? null}` : Prisma.empty;
  const conditions = [
    within(visibility),
    ...(userId === undefined ? [] : [Prisma.sql`(h.user_id = ${userId} ${made})`]),
    ...(teamId === undefined ? [] : [Prisma.sql`h.team_id = ${teamId}`]),
    ...(organizationId === undefined ? [] : [Prisma.sql`h.organization_id = ${organizationId}`]),
    ...(projectId === undefined ? [] : [Prisma.sql`h.project_id = ${projectId}`]),
    ...(accessGroupId === undefined ? [] : [Prisma.sql`h.access_group_ids @> ARRAY[${accessGroupId}]`]),
    ...(hash === undefined ? [] : [ofHash(hash)]),
    ...(aliasPart === undefined ? [] : [Prisma.sql`h.alias ILIKE ${`%${escapeLike(aliasPart)}%`}`]),
  ];
  return Prisma.join(conditions, ' AND ');
}

function ofHash(ref: string): Prisma.Sql {
  if (UUID.test(ref)) return Prisma.sql`h.id = ${ref}::uuid`;
  return Prisma.sql`h.id IN (SELECT key_id FROM tollgate.key_secret WHERE hash = ${ref})`;
}

function within(visibility: KeyVisibility): Prisma.Sql {
  if (visibility.kind === 'all') return Prisma.sql`true`;
  const { keyIds = [], userIds = [], teamIds = [], organizationIds = [], personalOf = [] } = visibility;
  const { memberships = [] } = visibility;
  return Prisma.sql`(h.id = ANY(${[...keyIds]}::uuid[]) OR h.user_id = ANY(${[...userIds]}::text[])
    OR h.team_id = ANY(${[...teamIds]}::text[]) OR h.organization_id = ANY(${[...organizationIds]}::text[])
    OR (h.team_id IS NULL AND h.user_id = ANY(${[...personalOf]}::text[]))
    OR (h.team_id, h.user_id) IN (SELECT * FROM unnest(
      ${memberships.map(({ teamId }) => teamId)}::text[], ${memberships.map(({ userId }) => userId)}::text[])))`;
}
