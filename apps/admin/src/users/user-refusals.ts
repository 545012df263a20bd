import { GatewayError } from '@tollgate/canonical';
import type { PlaceProblem, UserProblem } from '@tollgate/persistence';

/** Transcript user-lifecycle, step 11. */
export function userNotFound(id: string): GatewayError {
  return new GatewayError('not_found', { message: `User ${id} not found`, type: 'internal_server_error' });
}

/** Transcript user-lifecycle, steps 2 and 3, without the Python repr around the text. */
export function refuseTaken({ field }: UserProblem, value: string): GatewayError {
  const name = { id: 'id', email: 'email', ssoUserId: 'sso_user_id' }[field];
  const message = `User with ${name} ${value} already exists`;
  return new GatewayError('duplicate', { message, status: 409, type: 'internal_server_error' });
}

/** A team or an organization that a user is to join and that is not there. */
export function noSuchPlace({ field, id }: PlaceProblem): GatewayError {
  const what = field === 'teams' ? 'team' : 'organization';
  const message = `${field}: there is no ${what} ${id}. Create it first, or leave it out.`;
  return new GatewayError('not_found', { message, param: field });
}
