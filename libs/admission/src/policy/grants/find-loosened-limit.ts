import type { KeyPowers } from '@tollgate/canonical';

const COUNTED = ['maxBudgetNano', 'rpmLimit', 'tpmLimit', 'maxParallelRequests'] as const;

/**
 * The first limit that is more afterwards than before: a higher or missing amount, another window under a budget (a new window
 * begins with nothing spent, so a shorter one at the same money per time is more too), or another linked budget.
 */
export function findLoosenedLimit(
  before: KeyPowers,
  after: KeyPowers,
): (typeof COUNTED)[number] | 'budgetDuration' | 'budgetId' | undefined {
  const raised = COUNTED.find((limit) => isMore(before[limit], after[limit]));
  if (raised !== undefined) return raised;
  const isMoneyLimited = before.maxBudgetNano !== null || before.budgetId !== null;
  if (isMoneyLimited && before.budgetDuration !== after.budgetDuration) return 'budgetDuration';
  return before.budgetId === after.budgetId ? undefined : 'budgetId';
}

function isMore(before: bigint | number | null, after: bigint | number | null): boolean {
  return before !== null && (after === null || after > before);
}
