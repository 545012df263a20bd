import type { GatewayError, KeyPowers, Principal } from '@tollgate/canonical';
import { grantRefused } from './grant-refused.js';
import { refuseUncompared } from './refuse-role-grant.js';

type Place = Pick<KeyPowers, 'teamId' | 'projectId' | 'organizationId'> & Partial<Pick<KeyPowers, 'userId'>>;

/**
 * Where something stands its user, team, project and organization hold it: a calling key with models or limits of its own moves nothing out of that,
 * or it would give what it does not hold. 403, naming the field.
 */
export function refuseMove(caller: Principal, before: Place | undefined, after: Place): GatewayError | undefined {
  if (before === undefined || refuseUncompared(caller) === undefined) return undefined;
  const fields = ['userId', 'teamId', 'projectId', 'organizationId'] as const;
  const moved = fields.find(
    (field) => (before[field] ?? null) !== (after[field] ?? null) && (before[field] ?? null) !== null,
  );
  if (moved === undefined) return undefined;
  return grantRefused(
    moved,
    'the calling key has models or limits of its own, and moves nothing out of what holds it. Call with a key without.',
  );
}
