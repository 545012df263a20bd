import type { Reach } from '@tollgate/auth';
import type { Principal } from '@tollgate/canonical';

/** Who calls, and how far he reaches with the permission of the route. */
export interface KeyCaller {
  readonly principal: Principal;
  readonly reach: Reach;
}

/**
 * Whether a key's secret gets known to somebody who is not its user, nor governs everything: he must not be on the admin API who that user is,
 * now or later.
 */
export function isLentBy(
  { principal, reach }: KeyCaller,
  { id, userId }: { readonly id?: string; readonly userId?: string | null },
): boolean {
  return reach.kind !== 'all' && userId != null && userId !== principal.userId && id !== principal.keyId;
}
