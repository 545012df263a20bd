import { type Memberships, type Reach, standsWithin } from '@tollgate/auth';
import { GatewayError, type KeyPowers, type Principal } from '@tollgate/canonical';
import { refuseProblem } from './key-refusals.js';

export interface PlaceJudge {
  readonly principal: Principal;
  /** How far the caller reaches with the permission of the route. */
  readonly reach: Extract<Reach, { kind: 'of' }>;
  readonly route: string;
  /** Where the caller belongs. */
  readonly own: Memberships;
  /** Where the user belongs whom the key is to have, if that is not the caller. */
  readonly holder: Memberships;
}

const PLACE = ['userId', 'teamId', 'organizationId', 'projectId', 'budgetId'] as const;

/**
 * Refuses a key of a user, team, organization, project or budget that the caller may not give keys to. What he cannot see is
 * answered like what is not there.
 */
export function refusePlace(
  judge: PlaceJudge,
  before: KeyPowers | undefined,
  after: KeyPowers,
): GatewayError | undefined {
  const moved = new Set(PLACE.filter((field) => (before?.[field] ?? null) !== after[field]));
  if (before !== undefined && moved.size === 0) return undefined;
  const { reach, principal } = judge;
  if (moved.has('budgetId') && after.budgetId !== null) return unknown('budgetId');
  const isOrganizationGiven = moved.has('organizationId') && after.organizationId !== null;
  if (isOrganizationGiven && after.organizationId !== principal.organizationId) {
    if (!reach.organizationIds.includes(after.organizationId ?? '')) return unknown('organizationId');
  }
  if (!standsWithin(reach, after))
    return after.teamId === null ? refuseOtherUser(judge, after) : refuseTeam(judge, after);
  const isOthers = moved.has('userId') && after.userId !== null && after.userId !== principal.userId;
  return isOthers && !belongs(judge.holder, after) ? refuseOtherUser(judge, after) : undefined;
}

/** Whether a user is of the team, or of the organization, that a key is to stand in. */
function belongs({ teams, organizations }: Memberships, { teamId, organizationId }: KeyPowers): boolean {
  if (teams.some(({ id }) => id === teamId)) return true;
  return organizations.some(
    ({ id, teamIds }) => id === organizationId || (teamId !== null && teamIds.includes(teamId)),
  );
}

/** A member learns which permission is missing; to anybody else the team is not there. */
function refuseTeam({ own, route }: PlaceJudge, { teamId, userId }: KeyPowers): GatewayError {
  const team = own.teams.find(({ id }) => id === teamId);
  if (team === undefined) return unknown('teamId');
  const message = team.permissions.includes(route)
    ? `Members of team ${team.id} use ${route} for themselves. Your user_id must be the key's; got user_id=${userId ?? 'None'}.`
    : `Team member does not have permissions for endpoint: ${route}. Members of team ${team.id} may call: ` +
      `[${team.permissions.join(', ')}]. An admin of the team can change that with /team/permissions_update.`;
  return new GatewayError('admin_only', { message, status: 401, type: 'team_member_permission_error', param: 'None' });
}

/** LiteLLM's words for a key of somebody else. */
function refuseOtherUser({ principal }: PlaceJudge, { userId }: KeyPowers): GatewayError {
  return new GatewayError('grant_refused', {
    message: `User can only create keys for themselves. Got user_id=${userId ?? 'None'}, Your ID=${principal.userId ?? 'None'}`,
    param: 'user_id',
  });
}

function unknown(field: 'teamId' | 'organizationId' | 'budgetId'): GatewayError {
  return refuseProblem({ kind: 'unknown', field }, null);
}
