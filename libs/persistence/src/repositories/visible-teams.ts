import type { Reach } from '@tollgate/auth';
import type { Prisma } from '../generated/prisma/client.js';

/** The caller's reach as a filter over teams: those that he is in, and those of his organizations. */
export function visibleTeams(reach: Reach): Prisma.TeamWhereInput {
  if (reach.kind === 'all') return {};
  return {
    OR: [
      { id: { in: [...reach.teamIds] } },
      { organizationId: { in: [...reach.organizationIds] } },
      { members: { some: { userId: { in: [...reach.userIds] } } } },
    ],
  };
}
