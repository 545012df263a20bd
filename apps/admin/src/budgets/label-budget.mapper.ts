import type { StoredCustomer } from '@tollgate/persistence';
import { toModelBudgets, toWindowMembers } from '../keys/budget.mapper.js';
import { toTime } from '../shown/to-time.js';
import { toUsd } from '../shown/to-usd.js';

/** The limits that hold for a customer or tag: a customer's own stand under no id, in the place of LiteLLM's hidden budget. */
export function toLabelBudget({ budget, budgetId }: Pick<StoredCustomer, 'budget' | 'budgetId'>): object | null {
  if (budget === null) return null;
  return {
    budget_id: budgetId,
    soft_budget: toUsd(budget.softBudgetNano),
    max_budget: toUsd(budget.maxBudgetNano),
    max_parallel_requests: budget.maxParallelRequests,
    tpm_limit: budget.tpmLimit,
    rpm_limit: budget.rpmLimit,
    tpd_limit: null,
    model_max_budget: toModelBudgets(budget.modelMaxBudget),
    budget_duration: budget.budgetDuration,
    ...toWindowMembers(budget),
    allowed_models: [],
    temp_budget_increase: null,
    temp_budget_expiry: null,
    budget_reset_at: toTime(budget.budgetResetAt),
    created_at: toTime(budget.createdAt),
  };
}
