import { Prisma } from '../generated/prisma/client.js';
import { escapeLike } from './escape-like.js';
import type { UserFilter } from './stored-user.js';

export function matchingUsers(filter: UserFilter): Prisma.AppUserWhereInput {
  const { ids, idPart, ssoUserIds, role, emailPart, teamId, organizationIds } = filter;
  return {
    ...(ids !== undefined && { id: { in: [...ids] } }),
    ...(idPart !== undefined && { AND: { id: { contains: escapeLike(idPart), mode: 'insensitive' as const } } }),
    ...(ssoUserIds !== undefined && { ssoUserId: { in: [...ssoUserIds] } }),
    ...(role !== undefined && { role }),
    ...(emailPart !== undefined && { email: { contains: escapeLike(emailPart.toLowerCase()) } }),
    ...(teamId !== undefined && { teams: { some: { teamId } } }),
    ...(organizationIds !== undefined && {
      organizations: { some: { organizationId: { in: [...organizationIds] } } },
    }),
  };
}

/** The same of rows `h` of app_user: for orders that Prisma does not know. */
export function userConditions(filter: UserFilter): Prisma.Sql {
  const { ids, idPart, ssoUserIds, role, emailPart, teamId, organizationIds } = filter;
  const conditions = [
    Prisma.sql`true`,
    ...(ids === undefined ? [] : [Prisma.sql`h.id = ANY(${[...ids]}::text[])`]),
    ...(idPart === undefined ? [] : [Prisma.sql`h.id ILIKE ${`%${escapeLike(idPart)}%`}`]),
    ...(ssoUserIds === undefined ? [] : [Prisma.sql`h.sso_user_id = ANY(${[...ssoUserIds]}::text[])`]),
    ...(role === undefined ? [] : [Prisma.sql`h.role::text = ${role}`]),
    ...(emailPart === undefined ? [] : [Prisma.sql`h.email LIKE ${`%${escapeLike(emailPart.toLowerCase())}%`}`]),
    ...(teamId === undefined
      ? []
      : [Prisma.sql`h.id IN (SELECT user_id FROM tollgate.team_member WHERE team_id = ${teamId})`]),
    ...(organizationIds === undefined
      ? []
      : [
          Prisma.sql`h.id IN (SELECT user_id FROM tollgate.organization_member
            WHERE organization_id = ANY(${[...organizationIds]}::text[]))`,
        ]),
  ];
  return Prisma.join(conditions, ' AND ');
}
