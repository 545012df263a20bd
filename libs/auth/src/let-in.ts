import { fail, type Instant, type Outcome, succeed } from '@tollgate/kernel';
import type { GatewayError, Principal } from '@tollgate/canonical';
import { judgePrincipal } from './judge-principal.js';

/**
 * The last step of every kind of sign-in, by key, token or session: whoever was found is let in unless blocked or expired at `now`;
 * `unknown` is the refusal where nobody was found.
 */
export function letIn(
  found: Outcome<Principal | undefined, GatewayError>,
  now: Instant,
  unknown: () => GatewayError,
): Outcome<Principal, GatewayError> {
  if (!found.ok) return found;
  if (found.value === undefined) return fail(unknown());
  const refusal = judgePrincipal(found.value, now);
  return refusal === undefined ? succeed(found.value) : fail(refusal);
}
