import type { LimitPowers } from '@tollgate/canonical';
import type { JsonObject } from '@tollgate/kernel';

const BY_MODEL = ['modelMaxBudget', 'modelRpmLimit', 'modelTpmLimit'] as const;
const COUNTED = ['maxBudgetNano', 'rpmLimit', 'tpmLimit', 'maxParallelRequests'] as const;

/**
 * The first limit that is more afterwards than before: a higher or missing amount, another window under a budget (a new window
 * begins with nothing spent, so a shorter one at the same money per time is more too), other limits by model, or another linked budget.
 */
export function findLoosenedLimit(
  before: LimitPowers,
  after: LimitPowers,
): (typeof COUNTED)[number] | (typeof BY_MODEL)[number] | 'budgetDuration' | 'budgetId' | undefined {
  const raised = COUNTED.find((limit) => isMore(before[limit], after[limit]));
  if (raised !== undefined) return raised;
  const changed = BY_MODEL.find((limits) => isLimiting(before[limits]) && !isSame(before[limits], after[limits]));
  if (changed !== undefined) return changed;
  const isMoneyLimited = before.maxBudgetNano !== null || before.budgetId !== null;
  if (isMoneyLimited && before.budgetDuration !== after.budgetDuration) return 'budgetDuration';
  return before.budgetId === after.budgetId ? undefined : 'budgetId';
}

function isMore(before: bigint | number | null, after: bigint | number | null): boolean {
  return before !== null && (after === null || after > before);
}

function isLimiting(limits: JsonObject): boolean {
  return Object.keys(limits).length > 0;
}

function isSame(before: JsonObject, after: JsonObject): boolean {
  return JSON.stringify(before) === JSON.stringify(after);
}
