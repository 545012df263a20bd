import { usdFromNanoUsd, type NanoUsd } from '@tollgate/kernel';
import type { StoredBudget, StoredKey } from '@tollgate/persistence';

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
    ...toMembers({ ...NO_BUDGET, softBudgetNano, createdAt, createdBy, updatedAt, updatedBy }),
    model_max_budget: {},
  };
}

/** A budget by id as LiteLLM answers its row (transcript budgets-by-id). */
export function toBudgetTable(budget: StoredBudget): object {
  return toMembers(budget);
}

const NO_BUDGET = {
  id: null,
  maxBudgetNano: null,
  maxParallelRequests: null,
  tpmLimit: null,
  rpmLimit: null,
  budgetDuration: null,
  budgetResetAt: null,
} as const;

type Budget = Omit<StoredBudget, 'id'> & { readonly id: string | null };

function toMembers(budget: Budget): object {
  return {
    ...UNSERVED_MEMBERS,
    model_max_budget: null,
    budget_id: budget.id,
    max_budget: toUsd(budget.maxBudgetNano),
    soft_budget: toUsd(budget.softBudgetNano),
    max_parallel_requests: budget.maxParallelRequests,
    tpm_limit: budget.tpmLimit,
    rpm_limit: budget.rpmLimit,
    budget_duration: budget.budgetDuration,
    budget_reset_at: budget.budgetResetAt === null ? null : new Date(budget.budgetResetAt).toISOString(),
    created_at: new Date(budget.createdAt).toISOString(),
    created_by: budget.createdBy,
    updated_at: new Date(budget.updatedAt).toISOString(),
    updated_by: budget.updatedBy,
  };
}

function toUsd(nano: NanoUsd | null): number | null {
  return nano === null ? null : usdFromNanoUsd(nano);
}
