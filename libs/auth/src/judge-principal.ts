import type { Instant } from '@tollgate/kernel';
import type { GatewayError, Principal } from '@tollgate/canonical';
import { blocked, expired } from './auth-refusals.js';

/** What a principal says about itself at the moment of use: blocked (the key or what it stands under), then expired, as LiteLLM's order. */
export function judgePrincipal(principal: Principal, now: Instant): GatewayError | undefined {
  if (principal.blocked || principal.teamBlocked === true) return blocked(principal);
  const { expiresAt } = principal;
  return expiresAt !== undefined && expiresAt <= now ? expired(principal, expiresAt, now) : undefined;
}
