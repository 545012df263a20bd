import { ForbiddenException } from '@nestjs/common';
import { GatewayError, type Principal } from '@tollgate/canonical';
import { maskUserId } from './mask-user-id.js';

/** LiteLLM's 401 for a caller who is no admin (transcripts key-generate-defaults-and-errors, key-roles). */
export function refuseNonAdmin(principal: Principal, route: string): GatewayError {
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
