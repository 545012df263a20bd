import { Prisma } from '../generated/prisma/client.js';

/** Whose calls a caller may see: everybody's, or those of these keys, users, teams and organizations. */
export type SpendVisibility =
  | { readonly kind: 'all' }
  | {
      readonly kind: 'of';
      readonly keyIds?: readonly string[];
      readonly userIds?: readonly string[];
      readonly teamIds?: readonly string[];
      readonly organizationIds?: readonly string[];
    };

/** The caller's scope as a condition: facts and daily sums, named `f`, have keys and their holders in the same columns. */
export function visibleSpend(visibility: SpendVisibility): Prisma.Sql {
  if (visibility.kind === 'all') return Prisma.sql`true`;
  const { keyIds = [], userIds = [], teamIds = [], organizationIds = [] } = visibility;
  const ofHolders = Prisma.sql`f.key_id = ANY(${[...keyIds]}::uuid[]) OR f.user_id = ANY(${[...userIds]}::text[])
    OR f.team_id = ANY(${[...teamIds]}::text[])`;
  // the facts have no index by organization: the condition stands there for who has one
  if (organizationIds.length === 0) return Prisma.sql`(${ofHolders})`;
  return Prisma.sql`(${ofHolders} OR f.organization_id = ANY(${[...organizationIds]}::text[]))`;
}
