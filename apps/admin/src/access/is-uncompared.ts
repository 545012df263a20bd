import { isHeldBack } from '@tollgate/admission';
import type { Reach } from '@tollgate/auth';
import type { Principal } from '@tollgate/canonical';

/**
 * Whether what the caller gives is compared with nothing: he reaches everything, and what he calls with is held back in nothing itself.
 * The key of a proxy admin with routes, models, limits or an end gives no more than it holds, as anybody's.
 */
export function isUncompared({ principal, reach }: { readonly principal: Principal; readonly reach: Reach }): boolean {
  return reach.kind === 'all' && !isHeldBack(principal);
}
