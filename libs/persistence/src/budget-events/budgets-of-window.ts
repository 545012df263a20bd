import { computeWindow, LIFETIME } from '@tollgate/admission';
import type { JudgedBudget } from '@tollgate/callbacks';
import type { BudgetWindow, ScopeLimits, WindowRef } from '@tollgate/canonical';
import type { Instant } from '@tollgate/kernel';

export interface BudgetOfWindow extends JudgedBudget {
  readonly window: WindowRef;
  /** Empty: it never resets. */
  readonly duration: string;
}

/**
 * The budgets that count in the balance of the window that began at `start`, as they stand `now`: a holder's own, and those beside it.
 * None where a budget's windows have begun otherwise since. Windows that began together have one balance: of those the shorter ones say
 * nothing once they are over, since calls of the longer have come to it. Throws RangeError where a budget has a zone or duration that nobody knows.
 */
export function budgetsOfWindow(limits: ScopeLimits, start: Instant, now: Instant): readonly BudgetOfWindow[] {
  const { maxBudget, softBudget, temporaryIncrease, budgetWindow, furtherBudgets = [] } = limits;
  const isRaised = temporaryIncrease !== undefined && now < temporaryIncrease.until;
  const raised = isRaised && maxBudget !== undefined ? maxBudget + temporaryIncrease.amount : maxBudget;
  const all = [{ maxBudget: raised, softBudget, budgetWindow }, ...furtherBudgets.map(alone)];
  const begun = all.flatMap(({ budgetWindow: its, ...amounts }) => {
    const window = windowAt(its, start);
    const isEmpty = amounts.maxBudget === undefined && amounts.softBudget === undefined;
    return window === undefined || isEmpty ? [] : [{ ...amounts, window, duration: its?.duration ?? '' }];
  });
  const lastEnd = Math.max(...begun.map(({ window }) => window.end ?? Infinity));
  return begun.filter(({ window: { end = Infinity } }) => end > now || end === lastEnd);
}

function alone({ maxBudget, budgetWindow }: NonNullable<ScopeLimits['furtherBudgets']>[number]) {
  return { maxBudget, softBudget: undefined, budgetWindow };
}

/** The lifetime begins at 0, where no window of a budget that resets is ever looked for. */
function windowAt(budget: BudgetWindow | undefined, start: Instant): WindowRef | undefined {
  if (budget === undefined) return start === LIFETIME.start ? LIFETIME : undefined;
  if (start === LIFETIME.start) return undefined;
  const window = computeWindow(budget, start);
  return window.start === start ? window : undefined;
}
