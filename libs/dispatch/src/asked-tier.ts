import type { CanonicalRequest, Target } from '@tollgate/canonical';

/**
 * The service tier that a request is sent with, which decides the prices that it is held at: the operator's `extra_body` goes before
 * the client's own wish, and that before the deployment's default.
 */
export function askedTier(
  { serviceTier }: Pick<CanonicalRequest, 'serviceTier'>,
  { defaults, extraBody }: Pick<Target, 'defaults' | 'extraBody'>,
): string | undefined {
  const tiers = [extraBody['service_tier'], serviceTier, defaults['service_tier']];
  return tiers.find((tier) => typeof tier === 'string');
}
