import type { NanoUsd } from '@tollgate/kernel';
import type { Crossing } from './budget-event.js';

/** Percent of a budget that are told of before all of it: LiteLLM's (15 % and 5 % left, docs "alerting"). */
const THRESHOLDS = [85, 95] as const;

export interface JudgedBudget {
  readonly maxBudget?: NanoUsd | undefined;
  readonly softBudget?: NanoUsd | undefined;
}

/**
 * Every limit of a budget that `spent` has reached. Of the thresholds only the highest: who spends past several at once is told once. A
 * refused call counts as the whole budget where the last threshold but one is passed: what is left is then too little for a call, and
 * no later one may ever spend it. Before that it has a crossing of its own, since smaller calls go on.
 */
export function judgeBudget(
  { maxBudget, softBudget }: JudgedBudget,
  spent: NanoUsd,
  hasRefused: boolean,
): readonly Crossing[] {
  const crossings: Crossing[] = [];
  if (softBudget !== undefined && spent >= softBudget)
    crossings.push({ event: 'soft_budget_crossed', threshold: 100, limitNano: softBudget });
  if (maxBudget !== undefined) {
    const crossing = judgeMax(maxBudget, spent, hasRefused);
    if (crossing !== undefined) crossings.push(crossing);
  }
  return crossings;
}

function judgeMax(limitNano: NanoUsd, spent: NanoUsd, hasRefused: boolean): Crossing | undefined {
  const passed = THRESHOLDS.findLast((percent) => spent * 100n >= limitNano * BigInt(percent));
  if (spent >= limitNano || (hasRefused && passed !== undefined))
    return { event: 'budget_crossed', threshold: 100, limitNano };
  if (hasRefused) return { event: 'budget_crossed', threshold: 0, limitNano };
  return passed === undefined ? undefined : { event: 'threshold_crossed', threshold: passed, limitNano };
}
