import { GatewayError } from '@tollgate/canonical';
import type { PlaceProblem, UserIdProblem, UserProblem } from '@tollgate/persistence';
import type { UpdateUserDto } from './dto/update-user.dto.js';

/** Transcript user-lifecycle, step 11. */
export function userNotFound(id: string): GatewayError {
  return new GatewayError('not_found', { message: `User ${id} not found`, type: 'internal_server_error' });
}

export function noSpendOfMembers(): GatewayError {
  const message = 'sort_by=spend is for who sees all users: what members spend elsewhere is their own affair.';
  return new GatewayError('bad_request', { message, param: 'sort_by' });
}

/** Transcript user-lifecycle, steps 2 and 3, without the Python repr around the text. */
export function refuseUser(problem: UserProblem, dto: UpdateUserDto): GatewayError {
  if (problem.kind === 'id_is_address') return refuseAddressAsId(problem);
  const { field } = problem;
  const value = { id: dto.user_id, email: dto.user_email, ssoUserId: dto.sso_user_id }[field] ?? '';
  const name = { id: 'id', email: 'email', ssoUserId: 'sso_user_id' }[field];
  const message = `User with ${name} ${value} already exists`;
  return new GatewayError('duplicate', { message, status: 409, type: 'internal_server_error' });
}

/** An id of the form of an address: one answer, whether it is somebody's address or not. */
export function refuseAddressAsId({ id }: UserIdProblem): GatewayError {
  const message = `user_id: no user can be made with the id ${id}. Ids of the form of an e-mail address are given by proxy admins alone, and never one that is another user's address. Name the user by user_email, or choose another id.`;
  return new GatewayError('bad_request', { message, param: 'user_id' });
}

/** A team or an organization that a user is to join and that is not there. */
export function noSuchPlace({ field, id }: PlaceProblem): GatewayError {
  const what = field === 'teams' ? 'team' : 'organization';
  const message = `${field}: there is no ${what} ${id}. Create it first, or leave it out.`;
  return new GatewayError('not_found', { message, param: field });
}
