import type { Memberships } from '@tollgate/auth';
import { GatewayError, type KeyPowers } from '@tollgate/canonical';

/**
 * Refuses that a key becomes one of nobody to a member of its team whose place there has limits: they hold for his keys, and would not for
 * that one. `before`: the key as it is; absent: it is made.
 */
export function refuseKeyOfNobody(
  own: Memberships,
  before: KeyPowers | undefined,
  { userId, teamId }: KeyPowers,
): GatewayError | undefined {
  const isNew = before === undefined || before.userId !== null || before.teamId !== teamId;
  if (userId !== null || !isNew || !own.teams.some(({ id, limited }) => id === teamId && limited)) return undefined;
  const message =
    'user_id: your place in the team has limits, which a key of nobody would not stand under. Make one of your own, or ask an admin of the team.';
  return new GatewayError('grant_refused', { message, param: 'user_id' });
}
