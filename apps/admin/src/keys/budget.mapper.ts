import { alignAnchor } from '@tollgate/admission';
import type { JsonObject } from '@tollgate/kernel';
import type { StoredBudget, StoredKey, StoredWindow } from '@tollgate/persistence';
import { toTime } from '../shown/to-time.js';
import { toUsd } from '../shown/to-usd.js';

/** Members of LiteLLM's budget row that this version has no value for (transcript key-forms). */
const UNSERVED_MEMBERS = {
  tpd_limit: null,
  allowed_models: [],
  temp_budget_increase: null,
  temp_budget_expiry: null,
  organization: null,
  projects: null,
  keys: null,
  end_users: null,
  tags: null,
  model_access_groups: null,
  team_membership: null,
  organization_membership: null,
} as const;

/**
 * `litellm_budget_table` of a key: its linked budget. LiteLLM makes a hidden budget to hold a key's soft budget; here it stands
 * at the key itself and is shown in the same place, under no id.
 */
export function toBudgetMembers(key: StoredKey): object | null {
  if (key.budget !== null)
    return toBudgetTable({ ...key.budget, softBudgetNano: key.softBudgetNano ?? key.budget.softBudgetNano });
  if (key.softBudgetNano === null) return null;
  const { createdAt, createdBy, updatedAt, updatedBy } = key;
  const { softBudgetNano } = key;
  return {
    ...toMembers({ ...NO_LIMITS, id: null, softBudgetNano, createdAt, createdBy, updatedAt, updatedBy }),
    model_max_budget: {},
  };
}

/** `budget_limits` of a key or team: each with the end of its window that is running; null where there are none, as in LiteLLM. */
export function toBudgetLimits(limits: StoredKey['budgetLimits']): readonly object[] | null {
  const shown = limits.map(({ resetAt, ...limit }) => ({ ...limit, reset_at: toTime(resetAt) }));
  return shown.length === 0 ? null : shown;
}

/** Where windows begin, where that is neither UTC nor the calendar: LiteLLM's answers have no members for it. */
export function toWindowMembers({
  budgetDuration,
  budgetTimeZone,
  budgetAnchor,
}: StoredWindow & { readonly budgetDuration: string | null }): object {
  const zone = budgetTimeZone ?? 'UTC';
  const isOwn =
    budgetDuration !== null &&
    budgetAnchor !== null &&
    alignAnchor(budgetDuration, zone, budgetAnchor) !== budgetAnchor;
  return {
    ...(zone !== 'UTC' && { budget_time_zone: zone }),
    ...(isOwn && { budget_anchor: toTime(budgetAnchor) }),
  };
}

/** `model_max_budget` of a budget: null where there is none, as in LiteLLM (transcript budgets-by-id). */
export function toModelBudgets(budgets: JsonObject): JsonObject | null {
  return Object.keys(budgets).length === 0 ? null : budgets;
}

/** A budget by id as LiteLLM answers its row (transcript budgets-by-id). */
export function toBudgetTable(budget: StoredBudget): object {
  return toMembers(budget);
}

/** The limits of who has none. */
export const NO_LIMITS = {
  maxBudgetNano: null,
  softBudgetNano: null,
  maxParallelRequests: null,
  tpmLimit: null,
  rpmLimit: null,
  modelMaxBudget: {},
  budgetDuration: null,
  budgetTimeZone: null,
  budgetAnchor: null,
  budgetResetAt: null,
} as const;

type Budget = Omit<StoredBudget, 'id'> & { readonly id: string | null };

function toMembers(budget: Budget): object {
  return {
    ...UNSERVED_MEMBERS,
    model_max_budget: toModelBudgets(budget.modelMaxBudget),
    budget_id: budget.id,
    max_budget: toUsd(budget.maxBudgetNano),
    soft_budget: toUsd(budget.softBudgetNano),
    max_parallel_requests: budget.maxParallelRequests,
    tpm_limit: budget.tpmLimit,
    rpm_limit: budget.rpmLimit,
    budget_duration: budget.budgetDuration,
    ...toWindowMembers(budget),
    budget_reset_at: toTime(budget.budgetResetAt),
    created_at: toTime(budget.createdAt),
    created_by: budget.createdBy,
    updated_at: toTime(budget.updatedAt),
    updated_by: budget.updatedBy,
  };
}
