import type { Memberships } from '@tollgate/auth';
import { GatewayError, type KeyPowers } from '@tollgate/canonical';

/**
 * Refuses a new key of nobody to a member of its team whose place there has limits: they hold for his keys, and would not for that one.
 * Of a key that is there, none is made: members do not reach those of nobody, and theirs stay theirs.
 */
export function refuseKeyOfNobody(own: Memberships, { userId, teamId }: KeyPowers): GatewayError | undefined {
  if (userId !== null || !own.teams.some(({ id, limited }) => id === teamId && limited)) return undefined;
  const message =
    'user_id: your place in the team has limits, which a key of nobody would not stand under. Make one of your own, or ask an admin of the team.';
  return new GatewayError('grant_refused', { message, param: 'user_id' });
}
