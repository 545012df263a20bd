import type { Instant, NanoUsd } from '@tollgate/kernel';

/** What happened to a budget, by LiteLLM's names. */
export const BUDGET_EVENTS = ['soft_budget_crossed', 'threshold_crossed', 'budget_crossed'] as const;

/** Who holds budgets that have events. */
export const BUDGET_HOLDER_SCOPES = [
  'key',
  'user',
  'team',
  'team_member',
  'project',
  'organization',
  'organization_member',
  'customer',
  'tag',
] as const;

export type BudgetHolderScope = (typeof BUDGET_HOLDER_SCOPES)[number];

/** Scopes whose budgets have events: those of the holders, and those of what each of them uses of one model. */
export const BUDGET_EVENT_SCOPES = [
  ...BUDGET_HOLDER_SCOPES,
  ...BUDGET_HOLDER_SCOPES.map((scope): `model_per_${BudgetHolderScope}` => `model_per_${scope}`),
] as const;

export type BudgetEventScope = (typeof BUDGET_EVENT_SCOPES)[number];

/** A limit that was crossed. */
export interface Crossing {
  readonly event: (typeof BUDGET_EVENTS)[number];
  /** Percent of the limit; 0: a call was refused that the rest does not pay for, with more than that left. */
  readonly threshold: number;
  readonly limitNano: NanoUsd;
}

/** Whose budget it is, as they were named then. */
export interface BudgetHolder {
  /** Name of a customer or a tag, alias of a project or an organization. */
  readonly name: string | null;
  readonly keyId: string | null;
  /** SHA-256 of the key's newest secret, hex. */
  readonly keyHash: string | null;
  readonly keyAlias: string | null;
  readonly userId: string | null;
  readonly userEmail: string | null;
  readonly teamId: string | null;
  readonly teamAlias: string | null;
  readonly projectId: string | null;
  readonly organizationId: string | null;
  /** The only model that the budget is for. */
  readonly model: string | null;
}

/** Whose budget of a single model, or whose own, a scope is. */
export function holderOfScope(scope: BudgetEventScope): BudgetHolderScope {
  const own = BUDGET_HOLDER_SCOPES.find((holder) => scope === holder || scope === `model_per_${holder}`);
  if (own === undefined) throw new RangeError(`nobody holds budgets in the scope ${scope}`);
  return own;
}

/** A crossing as it is kept and told. */
export interface BudgetEvent extends Crossing, BudgetHolder {
  readonly id: string;
  readonly createdAt: Instant;
  readonly scope: BudgetEventScope;
  readonly scopeId: string;
  readonly windowStart: Instant;
  /** null, and an empty duration: the budget never resets. */
  readonly windowEnd: Instant | null;
  readonly budgetDuration: string;
  /** Of the window, when it was crossed. */
  readonly spendNano: NanoUsd;
  readonly maxBudgetNano: NanoUsd | null;
  readonly softBudgetNano: NanoUsd | null;
}
