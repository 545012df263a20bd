import { MembershipSource, type Memberships } from '@tollgate/auth';
import type { Database } from '../database/database.js';
import type { TeamMember } from '../generated/prisma/client.js';

/** Teams and organizations of a user, with what the teams let their members do. */
export class PgMembershipSource extends MembershipSource {
  constructor(private readonly database: Database) {
    super();
  }

  override async of(userId: string): Promise<Memberships> {
    const { prisma } = this.database;
    const [teams, organizations] = await Promise.all([
      prisma.teamMember.findMany({
        where: { userId },
        include: {
          team: {
            select: { id: true, memberPermissions: true, defaultMemberBudgetId: true, defaultMemberModels: true },
          },
        },
      }),
      prisma.organizationMember.findMany({
        where: { userId },
        select: { role: true, organization: { select: { id: true, teams: { select: { id: true } } } } },
      }),
    ]);
    return {
      teams: teams.map(({ team, ...member }) => ({
        id: team.id,
        role: member.role,
        permissions: team.memberPermissions,
        limited: isLimited(member) || team.defaultMemberBudgetId !== null || team.defaultMemberModels.length > 0,
      })),
      organizations: organizations.map(({ role, organization }) => ({
        id: organization.id,
        role,
        teamIds: organization.teams.map(({ id }) => id),
      })),
    };
  }
}

function isLimited({ models, modelMaxBudget, ...member }: TeamMember): boolean {
  const { budgetId, maxBudgetNano, rpmLimit, tpmLimit, maxParallelRequests } = member;
  const limits = [budgetId, maxBudgetNano, rpmLimit, tpmLimit, maxParallelRequests];
  return models.length > 0 || limits.some((limit) => limit !== null) || Object.keys(modelMaxBudget ?? {}).length > 0;
}
