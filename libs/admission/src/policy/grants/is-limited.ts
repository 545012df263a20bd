import { hasBudget, type LimitedScope } from '@tollgate/canonical';

/** Whether a scope is limited at all. */
export function isLimited({ limits, models }: LimitedScope): boolean {
  const { requestsPerMinute, tokensPerMinute, concurrentRequests } = limits;
  if (models !== undefined || hasBudget(limits)) return true;
  return [requestsPerMinute, tokensPerMinute, concurrentRequests].some((limit) => limit !== undefined);
}
