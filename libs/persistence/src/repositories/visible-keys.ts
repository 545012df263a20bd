import type { Prisma } from '../generated/prisma/client.js';
import type { KeyVisibility } from './stored-key.js';

/** The caller's scope as a filter; a scope that names nothing sees nothing. */
export function visibleKeys(visibility: KeyVisibility): Prisma.VirtualKeyWhereInput & Prisma.DeletedKeyWhereInput {
  if (visibility.kind === 'all') return {};
  return {
    OR: [
      { id: { in: [...(visibility.keyIds ?? [])] } },
      { userId: { in: [...(visibility.userIds ?? [])] } },
      { teamId: { in: [...(visibility.teamIds ?? [])] } },
      { organizationId: { in: [...(visibility.organizationIds ?? [])] } },
      { teamId: null, userId: { in: [...(visibility.personalOf ?? [])] } },
      ...(visibility.memberships ?? []).map(({ teamId, userId }) => ({ teamId, userId })),
    ],
  };
}
