import type { Above } from '@tollgate/admission';
import { type GatewayError, type HolderPowers, listOfModels } from '@tollgate/canonical';
import { NO_POWERS_SAID, powersIn, powersOf } from './holder-powers.js';
import type { MemberSettings, NewMember } from './stored-team.js';
import type { MemberState, TeamJudge } from './team-judge.js';
import type { TeamRow } from './team-row.js';

type Team = Pick<TeamRow, 'id' | 'organizationId' | 'models' | 'accessGroupIds' | 'memberPermissions'>;

/** Judges who joins a team, by how it stands in the same transaction. */
export function judgeNewMembers(team: Team, members: readonly NewMember[], judge: TeamJudge): GatewayError | undefined {
  for (const { userId, role, settings = {} } of members) {
    const powers = { ...NO_POWERS_SAID, ...powersIn(settings), ...placeOf(team) };
    const state = { userId, role, permissions: team.memberPermissions, powers };
    const refusal = judge.refuseMember(undefined, state) ?? judge.refuseAbove(settings.models ?? [], above(team));
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/** Judges what a member becomes. */
export function judgeMember(
  team: Team,
  row: TeamRow['members'][number],
  settings: MemberSettings,
  judge: TeamJudge,
): GatewayError | undefined {
  const { userId, role } = row;
  const powers = { ...powersOf({ ...row, modelRpmLimit: null, modelTpmLimit: null }), ...placeOf(team) };
  const before: MemberState = { userId, role, permissions: team.memberPermissions, powers };
  const after = { ...before, role: settings.role ?? role, powers: { ...powers, ...powersIn(settings) } };
  return judge.refuseMember(before, after) ?? judge.refuseAbove(settings.models ?? [], above(team));
}

function above(team: Team): Above {
  return { name: `team ${team.id}`, models: listOfModels(team) };
}

function placeOf({ id, organizationId }: Team): Pick<HolderPowers, 'teamId' | 'organizationId' | 'projectId'> {
  return { teamId: id, organizationId, projectId: null };
}
