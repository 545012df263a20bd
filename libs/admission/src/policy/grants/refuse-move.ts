import type { GatewayError, KeyPowers, Principal } from '@tollgate/canonical';
import { grantRefused } from './grant-refused.js';
import { refuseUncompared } from './refuse-role-grant.js';

type Place = Pick<KeyPowers, 'teamId' | 'projectId' | 'organizationId'> &
  Partial<Pick<KeyPowers, 'userId' | 'tags' | 'blocked'>>;

/**
 * Where something stands its user, team, project and organization hold it, and its tags do, as a block does: a calling key with models or
 * limits of its own takes nothing out of that, or it would give what it does not hold. 403, naming the field.
 */
export function refuseMove(caller: Principal, before: Place | undefined, after: Place): GatewayError | undefined {
  if (before === undefined || refuseUncompared(caller) === undefined) return undefined;
  const places = ['userId', 'teamId', 'projectId', 'organizationId'] as const;
  const moved = places.find((place) => before[place] != null && before[place] !== after[place]);
  const isUntagged = before.tags?.some((tag) => after.tags?.includes(tag) !== true) === true;
  const isUnblocked = before.blocked === true && after.blocked !== true;
  const field = moved ?? (isUntagged ? 'tags' : undefined) ?? (isUnblocked ? 'blocked' : undefined);
  if (field === undefined) return undefined;
  return grantRefused(
    field,
    'the calling key has models or limits of its own, and takes nothing out of what holds it. Call with a key without.',
  );
}

/**
 * Nor does such a key take out a member who has limits or models of his own there, whom it could let in again without. 403, naming the
 * field.
 */
export function refuseRemoval(
  caller: Principal,
  { budget, models = [] }: { readonly budget: object | null; readonly models?: readonly string[] },
): GatewayError | undefined {
  if ((budget === null && models.length === 0) || refuseUncompared(caller) === undefined) return undefined;
  return grantRefused(
    'userId',
    'the calling key has models or limits of its own, and takes no member out of his. Call with a key without.',
  );
}
