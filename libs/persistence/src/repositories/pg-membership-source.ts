import { MembershipSource, type Memberships } from '@tollgate/auth';
import type { Database } from '../database/database.js';

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
        select: { role: true, team: { select: { id: true, memberPermissions: true } } },
      }),
      prisma.organizationMember.findMany({
        where: { userId },
        select: { role: true, organization: { select: { id: true, teams: { select: { id: true } } } } },
      }),
    ]);
    return {
      teams: teams.map(({ role, team }) => ({ id: team.id, role, permissions: team.memberPermissions })),
      organizations: organizations.map(({ role, organization }) => ({
        id: organization.id,
        role,
        teamIds: organization.teams.map(({ id }) => id),
      })),
    };
  }
}
