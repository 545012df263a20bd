import type { LimitPowers } from '@tollgate/canonical';
import type { JsonObject } from '@tollgate/kernel';

const BY_MODEL = ['modelMaxBudget', 'modelRpmLimit', 'modelTpmLimit'] as const;
const COUNTED = ['maxBudgetNano', 'rpmLimit', 'tpmLimit', 'maxParallelRequests'] as const;

const WINDOW = ['budgetDuration', 'budgetTimeZone', 'budgetAnchor'] as const;

type LoosenedLimit =
  | (typeof COUNTED)[number]
  | (typeof BY_MODEL)[number]
  | (typeof WINDOW)[number]
  | 'budgetId'
  | 'tempBudgetIncreaseNano'
  | 'budgetLimits';

/**
 * The first limit that is more afterwards than before: a higher or missing amount, a raise of the budget or a longer one, another
 * window under a budget (when its money comes again is not for whoever it limits to say), other
 * limits by model, other budgets beside the key's own, another linked budget, or a limit of its own where the linked budget's held.
 */
export function findLoosenedLimit(before: LimitPowers, after: LimitPowers): LoosenedLimit | undefined {
  const isLinked = before.budgetId !== null;
  const raised = COUNTED.find(
    (limit) => isMore(before[limit], after[limit]) || (isLinked && isNew(before, after, limit)),
  );
  if (raised !== undefined) return raised;
  if (isRaised(before, after)) return 'tempBudgetIncreaseNano';
  const changed = BY_MODEL.find(
    (limits) => (isLimiting(before[limits]) || isLinked) && !isSame(before[limits], after[limits]),
  );
  if (changed !== undefined) return changed;
  if (before.budgetLimits.length > 0 && JSON.stringify(before.budgetLimits) !== JSON.stringify(after.budgetLimits))
    return 'budgetLimits';
  const isBudgeted = before.maxBudgetNano !== null || before.budgetId !== null;
  const moved = isBudgeted ? WINDOW.find((part) => before[part] !== after[part]) : undefined;
  if (moved !== undefined) return moved;
  const hasOtherWindows = before.budgetLimits.length > 0 || isLimiting(before.modelMaxBudget);
  if (hasOtherWindows && before.budgetTimeZone !== after.budgetTimeZone) return 'budgetTimeZone';
  return before.budgetId === after.budgetId ? undefined : 'budgetId';
}

/** A limit of its own stands in the place of the linked budget's, which may be lower. */
function isNew(before: LimitPowers, after: LimitPowers, limit: (typeof COUNTED)[number]): boolean {
  return before[limit] === null && after[limit] !== null;
}

function isMore(before: bigint | number | null, after: bigint | number | null): boolean {
  return before !== null && (after === null || after > before);
}

/** Whether the budget is raised by more, or for longer. */
function isRaised(before: LimitPowers, after: LimitPowers): boolean {
  const increase = after.tempBudgetIncreaseNano ?? 0n;
  if (increase === 0n) return false;
  return (
    increase > (before.tempBudgetIncreaseNano ?? 0n) ||
    (after.tempBudgetExpiresAt ?? 0) > (before.tempBudgetExpiresAt ?? 0)
  );
}

function isLimiting(limits: JsonObject): boolean {
  return Object.keys(limits).length > 0;
}

function isSame(before: JsonObject, after: JsonObject): boolean {
  return JSON.stringify(before) === JSON.stringify(after);
}
