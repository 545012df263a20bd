import type { Principal } from '@tollgate/canonical';
import type { Tenant } from './provider-object.js';

/** The tenant that what a caller makes belongs to. The master key is a tenant of its own: it sees nobody else's objects. */
export function tenantOf({ organizationId, teamId, userId, keyId }: Principal): Tenant {
  if (organizationId !== undefined) return { kind: 'organization', id: organizationId };
  if (teamId !== undefined) return { kind: 'team', id: teamId };
  if (userId !== undefined) return { kind: 'user', id: userId };
  return { kind: 'key', id: keyId };
}
