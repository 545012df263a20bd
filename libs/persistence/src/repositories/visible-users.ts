import type { Reach } from '@tollgate/auth';
import type { Prisma } from '../generated/prisma/client.js';

/** The caller's reach as a filter over users: himself, the members of his teams and of his organizations whom their memberships show. */
export function visibleUsers(reach: Reach): Prisma.AppUserWhereInput {
  if (reach.kind === 'all') return {};
  return {
    OR: [
      { id: { in: [...reach.userIds] } },
      { teams: { some: { teamId: { in: [...reach.teamIds] }, showsUser: true } } },
      { organizations: { some: { organizationId: { in: [...reach.organizationIds] }, showsUser: true } } },
    ],
  };
}
