import type { ScopeLimits } from '@tollgate/canonical';
import type { FoundLimits } from './find-labels-sql.js';

/** Limits as a statement found them: what is null is no limit. */
export function toLimits(found: FoundLimits): ScopeLimits {
  const {
    duration,
    anchor,
    timeZone,
    maxBudgetNano,
    softBudgetNano,
    requestsPerMinute,
    tokensPerMinute,
    concurrentRequests,
  } = found;
  return {
    ...(maxBudgetNano !== null && { maxBudget: BigInt(maxBudgetNano) }),
    ...(softBudgetNano !== null && { softBudget: BigInt(softBudgetNano) }),
    ...(duration !== null && { budgetWindow: { duration, anchor, timeZone: timeZone ?? 'UTC' } }),
    ...(requestsPerMinute !== null && { requestsPerMinute }),
    ...(tokensPerMinute !== null && { tokensPerMinute }),
    ...(concurrentRequests !== null && { concurrentRequests }),
  };
}
