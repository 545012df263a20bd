import type { Reach } from '@tollgate/auth';
import type { Prisma } from '../generated/prisma/client.js';

/** The caller's reach as a filter over organizations: those that he is an admin of, and those that he belongs to. */
export function visibleOrganizations(reach: Reach): Prisma.OrganizationWhereInput {
  if (reach.kind === 'all') return {};
  return {
    OR: [{ id: { in: [...reach.organizationIds] } }, { members: { some: { userId: { in: [...reach.userIds] } } } }],
  };
}

/** The same over their members: all of an admin's organizations, himself in others. */
export function visibleOrganizationMembers(reach: Reach): Prisma.OrganizationMemberWhereInput {
  if (reach.kind === 'all') return {};
  return {
    OR: [{ organizationId: { in: [...reach.organizationIds] } }, { userId: { in: [...reach.userIds] } }],
  };
}
