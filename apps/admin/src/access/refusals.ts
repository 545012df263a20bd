import { ForbiddenException } from '@nestjs/common';
import { type Permission, POLICY, type PolicyRow } from '@tollgate/auth';
import { GatewayError, type Principal } from '@tollgate/canonical';
import { maskUserId } from './mask-user-id.js';

/** The refusal of a caller who does not hold a permission, in the words that LiteLLM has for it. */
export function refusePermission(
  permission: Permission | undefined,
  principal: Principal,
  route: string,
): GatewayError {
  const row: PolicyRow | undefined = permission === undefined ? undefined : POLICY[permission];
  if (row?.refusal === 'team') return refuseTeam();
  if (row?.refusal === 'master') return refuseAllButMaster(route);
  return row?.refusal === 'model' ? refuseModel(principal) : refuseNonAdmin(principal, route);
}

/** Transcript key-roles, step 6, without the Python repr around the text. */
export function refuseModel({ role }: Principal): GatewayError {
  return new GatewayError('admin_only', {
    message: `User does not have permission to make this model call. Your role=${role}. You can only make model calls if you are a PROXY_ADMIN or if you are a team admin, by specifying a team_id in the model_info.`,
    param: 'None',
  });
}

/** Transcript team-members-permissions-and-models, step 19. Said before the team is looked at, so that it tells nothing of it. */
function refuseTeam(): GatewayError {
  return new GatewayError('admin_only', {
    message: 'You do not have access to this team',
    type: 'internal_server_error',
  });
}

/** LiteLLM's words for its `master_key_only_routes`. */
function refuseAllButMaster(route: string): GatewayError {
  return new GatewayError('admin_only', {
    message: `Authentication Error, Tried to access route=${route}, which is only for MASTER KEY`,
    status: 401,
    param: 'None',
  });
}

/** LiteLLM's 401 for a caller who is no admin (transcripts key-generate-defaults-and-errors, key-roles). */
function refuseNonAdmin(principal: Principal, route: string): GatewayError {
  const role = principal.userId === undefined ? 'unknown' : principal.role;
  return new GatewayError('admin_only', {
    message:
      'Authentication Error, Only proxy admin can be used to generate, delete, update info for new keys/users/teams. ' +
      `Route=${route}. Your role=${role}. Your user_id=${maskUserId(principal.userId)}`,
    status: 401,
    param: 'None',
  });
}

/** LiteLLM's 403 for a route that the key's `allowed_routes` leave out stands in FastAPI's form (transcript key-forms). */
export function refuseRoute(refusal: GatewayError): ForbiddenException {
  return new ForbiddenException({ detail: refusal.message });
}
