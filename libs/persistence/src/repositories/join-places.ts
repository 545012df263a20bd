import type { AdminChange } from '../control/control-plane.js';
import { addMembers } from './add-members.js';
import type { UserMaking } from './find-or-make-user.js';
import { noteOrganizationMember } from './note-organization-member.js';
import { noteTeam } from './note-team.js';
import { MEMBER_INCLUDE } from './organization-row.js';
import type { UserPlaces } from './stored-user.js';
import { TEAM_INCLUDE } from './team-row.js';

/** Where a user cannot join, since it is not there. */
export interface PlaceProblem {
  readonly kind: 'unknown_place';
  readonly field: 'teams' | 'organizations';
  readonly id: string;
}

/** Makes a user a member of teams and organizations within an admin transaction; where he is one already, he stays as he is. */
export async function joinPlaces(
  change: AdminChange,
  userId: string,
  { teams = [], organizations = [] }: UserPlaces,
  making: UserMaking,
): Promise<PlaceProblem | undefined> {
  const { tx } = change;
  for (const { teamId, ...member } of teams) {
    const before = await tx.team.findUnique({ where: { id: teamId }, include: TEAM_INCLUDE });
    if (before === null) return { kind: 'unknown_place', field: 'teams', id: teamId };
    if (before.members.some((one) => one.userId === userId)) continue;
    await addMembers(change, teamId, [{ ...member, userId }], making);
    noteTeam(change, 'updated', before, await tx.team.findUnique({ where: { id: teamId }, include: TEAM_INCLUDE }));
  }
  for (const organizationId of organizations) {
    if ((await tx.organization.findUnique({ where: { id: organizationId }, select: { id: true } })) === null)
      return { kind: 'unknown_place', field: 'organizations', id: organizationId };
    const key = { organizationId, userId };
    if ((await tx.organizationMember.findUnique({ where: { organizationId_userId: key } })) !== null) continue;
    const data = { ...key, role: 'internal_user' as const, createdAt: making.now, updatedAt: making.now };
    noteOrganizationMember(change, null, await tx.organizationMember.create({ data, include: MEMBER_INCLUDE }));
  }
  return undefined;
}
