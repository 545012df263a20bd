import type { GatewayError, HolderPowers } from '@tollgate/canonical';
import { NO_POWERS_SAID, powersIn, powersOf } from './holder-powers.js';
import { refuseMemberModels } from './refuse-member-models.js';
import type { MemberSettings, NewMember } from './stored-team.js';
import type { MemberState, TeamJudge } from './team-judge.js';
import type { TeamRow } from './team-row.js';

type Team = Pick<TeamRow, 'id' | 'organizationId' | 'models' | 'memberPermissions'>;

/** Judges who joins a team, by how it stands in the same transaction. */
export function judgeNewMembers(
  team: Team,
  members: readonly NewMember[],
  { refuseMember }: TeamJudge,
): GatewayError | undefined {
  for (const { userId, role, settings = {} } of members) {
    const powers = { ...NO_POWERS_SAID, ...powersIn(settings), ...placeOf(team) };
    const state = { userId, role, permissions: team.memberPermissions, powers };
    const refusal = refuseMember(undefined, state) ?? refuseMemberModels(team, settings.models);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/** Judges what a member becomes. */
export function judgeMember(
  team: Team,
  row: TeamRow['members'][number],
  settings: MemberSettings,
  { refuseMember }: TeamJudge,
): GatewayError | undefined {
  const { userId, role } = row;
  const powers = { ...powersOf({ ...row, modelRpmLimit: null, modelTpmLimit: null }), ...placeOf(team) };
  const before: MemberState = { userId, role, permissions: team.memberPermissions, powers };
  const after = { ...before, role: settings.role ?? role, powers: { ...powers, ...powersIn(settings) } };
  return refuseMember(before, after) ?? refuseMemberModels(team, settings.models);
}

function placeOf({ id, organizationId }: Team): Pick<HolderPowers, 'teamId' | 'organizationId' | 'projectId'> {
  return { teamId: id, organizationId, projectId: null };
}
