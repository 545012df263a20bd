import type { Reach } from '@tollgate/auth';
import type { Prisma } from '../generated/prisma/client.js';

/**
 * Whom a caller may invite. Whoever accepts an invitation is that user from then on, so without a reach over everything it is a plain
 * user of the caller's teams and organizations alone, who has never signed in.
 */
export function invitableUsers(reach: Reach): Prisma.AppUserWhereInput {
  if (reach.kind === 'all') return {};
  const { teamIds, organizationIds } = reach;
  const ofTeam = {
    OR: [{ teamId: { in: [...teamIds] } }, { team: { organizationId: { in: [...organizationIds] } } }],
  };
  const ofOrganization = { organizationId: { in: [...organizationIds] } };
  return {
    role: { in: ['internal_user', 'internal_user_viewer'] },
    passwordHash: null,
    ssoUserId: null,
    OR: [{ teams: { some: ofTeam } }, { organizations: { some: ofOrganization } }],
    teams: { every: ofTeam },
    organizations: { every: ofOrganization },
  };
}

/** Keys that such a user has in the places of the reach; if he has others, he is more than what the caller gave him. */
export function keysWithin(reach: Reach): Prisma.VirtualKeyWhereInput {
  if (reach.kind === 'all') return {};
  return { OR: [{ teamId: { in: [...reach.teamIds] } }, { organizationId: { in: [...reach.organizationIds] } }] };
}
