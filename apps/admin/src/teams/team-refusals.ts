import { BadRequestException, NotFoundException } from '@nestjs/common';
import { GatewayError } from '@tollgate/canonical';
import { assertNever } from '@tollgate/kernel';
import type { NewMember, TeamProblem } from '@tollgate/persistence';
import { noSuchBudgetToLink } from '../budgets/budget-refusals.js';
import { refuseAddressAsId } from '../users/user-refusals.js';

/** Transcript team-lifecycle, step 16, without the Python repr around the text. */
export function noSuchTeamToRead(id: string): GatewayError {
  return new GatewayError('not_found', {
    message: `Team not found, passed team id: ${id}.`,
    type: 'auth_error',
    param: 'None',
  });
}

/** Transcript team-lifecycle, step 17, without the Python repr around the text. */
export function noSuchTeamToChange(id: string): GatewayError {
  return new GatewayError('not_found', {
    message: `Team not found, passed team_id=${id}`,
    type: 'internal_server_error',
  });
}

/** Transcript team-lifecycle, step 20. */
export function noSuchTeamToDelete(id: string): NotFoundException {
  return new NotFoundException({ detail: { error: `Team not found, passed team_id=${id}` } });
}

/** Transcript team-members-permissions-and-models, step 19. */
export function noSuchTeamToJoin(id: string): NotFoundException {
  const error = `Team doesn't exist in db. Team=${id}. Create team via \`/team/new\` call.`;
  return new NotFoundException({ detail: { error } });
}

/** Transcript team-members-permissions-and-models, step 18. */
export function noSuchMember(): BadRequestException {
  return new BadRequestException({ detail: { error: 'User not found in team' } });
}

export function noArchiveOfTeams(): GatewayError {
  const message = 'Deleted teams are not listed. GET /audit?table_name=team&action=deleted tells what they were.';
  return new GatewayError('bad_request', { message, param: 'status' });
}

export function noAvailableTeams(): GatewayError {
  const message =
    'No available teams for user to join: the operator has set no litellm_settings.default_internal_user_params.available_teams.';
  return new GatewayError('bad_request', { message });
}

/** An organization that is not there, or not the caller's. */
export function refuseForeignOrganization(): GatewayError {
  return new GatewayError('not_found', {
    message: 'organization_id names nothing that exists. Create it first, or leave it out.',
    param: 'organization_id',
  });
}

/** An admin of a team keeps it; its limits are set by who stands above it. */
export function refuseGoverning(field: string): GatewayError {
  return new GatewayError('grant_refused', {
    message: `${field}: a team's limits, models, tags and organization are set by an admin of its organization or a proxy admin.`,
    param: field,
  });
}

/** Why a team could not be written, in LiteLLM's words where it has any. */
export function refuseTeamProblem(problem: TeamProblem, id: string): GatewayError {
  switch (problem.kind) {
    case 'id_taken':
      return new GatewayError('duplicate', {
        message: `Team id = ${id} already exists. Please use a different team id.`,
        type: 'internal_server_error',
      });
    case 'unknown_organization':
      return refuseForeignOrganization();
    case 'unknown_access_group':
      return new GatewayError('not_found', {
        message: `access_group_ids names an access group that there is not: ${problem.id}. Create it first, or leave it out.`,
        param: 'access_group_ids',
      });
    case 'refused':
      return problem.error;
    case 'unknown_budget':
      return noSuchBudgetToLink();
    case 'id_is_address':
      return refuseAddressAsId(problem);
    case 'already_member':
      return new GatewayError('duplicate', {
        message: `User already in team. Member: ${describe(problem.member)}`,
        type: 'team_member_already_in_team',
        param: 'member',
      });
    default:
      return assertNever(problem);
  }
}

/** LiteLLM goes on with the list of all members; who they are is not the caller's to know by a refusal. */
function describe({ userId, email }: NewMember): string {
  return `user_id=${userId ?? 'None'}, user_email=${email ?? 'None'}`;
}
