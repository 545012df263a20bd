import { GatewayError, type Principal } from '@tollgate/canonical';
import { isLimited } from './is-limited.js';
import { refuseRoleGrant } from './refuse-role-grant.js';

const ANYWHERE = { teamId: null, organizationId: null, projectId: null };

/**
 * Refuses an invitation to who is held back, by the calling key or as its user: whoever accepts is another user, and writes keys of his own
 * that none of it would hold. 403, naming `user_id`.
 */
export function refuseInvitation(caller: Principal): GatewayError | undefined {
  const refusal = refuseRoleGrant(caller, ANYWHERE, 'user_id');
  if (refusal !== undefined) return refusal;
  const user = caller.scopes.find(({ scope }) => scope === 'user');
  const isHeld = (caller.userModels ?? []).length > 0 || (user !== undefined && isLimited(user));
  if (!isHeld) return undefined;
  return new GatewayError('grant_refused', {
    message:
      'user_id: your own user has models or limits; whoever you invite would not be held by them. Ask a proxy admin.',
    param: 'user_id',
  });
}
