import type { Instant, NanoUsd } from '@tollgate/kernel';
import type { ScopeName } from './scopes.js';

/** When a budget starts anew. Belongs to the budget. */
export interface BudgetWindow {
  /** LiteLLM's form: `30s`, `30m`, `30h`, `30d`, `1mo`. */
  readonly duration: string;
  /** Instant at which some window starts; the others follow from it. */
  readonly anchor: Instant;
  /** IANA zone, default UTC. */
  readonly timeZone: string;
}

/** Money that may be spent within each window. */
export interface WindowedBudget {
  readonly maxBudget: NanoUsd;
  readonly budgetWindow: BudgetWindow;
}

/** What may be used within one scope. Absent means no limit. */
export interface ScopeLimits {
  readonly maxBudget?: NanoUsd;
  /** Told of when it is spent, and refuses nothing; of the same windows. */
  readonly softBudget?: NanoUsd;
  readonly budgetWindow?: BudgetWindow;
  /** What `maxBudget` is raised by for calls that are admitted before `until`. */
  readonly temporaryIncrease?: { readonly amount: NanoUsd; readonly until: Instant };
  /** More budgets that hold at the same time, each in windows of its own. */
  readonly furtherBudgets?: readonly WindowedBudget[];
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
  readonly concurrentRequests?: number;
}

/** Whether money is limited, by one budget or several. */
export function hasBudget({ maxBudget, furtherBudgets = [] }: ScopeLimits): boolean {
  return maxBudget !== undefined || furtherBudgets.length > 0;
}

/** One scope of the caller or target, with its limits. */
export interface LimitedScope {
  readonly scope: ScopeName;
  /** Own id (a UUID for keys, teams, users …), never a client's text. */
  readonly id: string;
  /** How a refusal names it, where the id says nothing to its caller: a customer, a tag. */
  readonly name?: string;
  readonly limits: ScopeLimits;
  /** Limits of what it uses of single models, by group or by the name that is asked for: counted beside its own, each for itself. */
  readonly models?: Readonly<Record<string, ScopeLimits>>;
}

/** What limits whoever is linked to a budget, or has limits of its own, without saying who that is. */
export type HeldLimits = Pick<LimitedScope, 'limits' | 'models'>;

/** The window that an admission instant falls into. `start` is 0 and `end` absent for a budget that never resets. */
export interface WindowRef {
  readonly start: Instant;
  readonly end?: Instant;
}
