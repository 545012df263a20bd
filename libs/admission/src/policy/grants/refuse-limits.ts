import { type GatewayError, hasBudget, type LimitedScope, type LimitPowers, type Principal } from '@tollgate/canonical';
import { findLoosenedLimit } from './find-loosened-limit.js';
import { grantRefused } from './grant-refused.js';

/** What others spend does not count against the calling key: with limits of its own it gives no limits. */
export function refuseLimits(
  caller: Principal,
  before: LimitPowers | undefined,
  after: LimitPowers,
): GatewayError | undefined {
  if (!hasOwnLimits(caller)) return undefined;
  const why =
    'the calling key has limits of its own, and what others use would not count against them. Call with a key without limits.';
  if (before === undefined) return grantRefused('maxBudgetNano', why);
  const loosened = findLoosenedLimit(before, after);
  return loosened === undefined ? undefined : grantRefused(loosened, why);
}

/** Whether the key itself is limited, whatever its user, team and organization are. */
export function hasOwnLimits({ scopes }: Principal): boolean {
  const own = scopes.find(({ scope }) => scope === 'key');
  return own !== undefined && isLimited(own);
}

/** Whether a scope is limited at all. */
export function isLimited({ limits, models }: LimitedScope): boolean {
  const { requestsPerMinute, tokensPerMinute, concurrentRequests } = limits;
  if (models !== undefined || hasBudget(limits)) return true;
  return [requestsPerMinute, tokensPerMinute, concurrentRequests].some((limit) => limit !== undefined);
}
