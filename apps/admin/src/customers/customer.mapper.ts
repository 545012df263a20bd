import { usdFromNanoUsd, type NanoUsd } from '@tollgate/kernel';
import type { StoredCustomer } from '@tollgate/persistence';

/** A customer as LiteLLM answers it (transcript customers, step 2). */
export function toCustomer(customer: StoredCustomer): object {
  return {
    user_id: customer.name,
    blocked: customer.blocked,
    alias: customer.alias,
    spend: usdFromNanoUsd(customer.spendNano),
    allowed_model_region: customer.allowedModelRegion,
    default_model: customer.defaultModel,
    models: [],
    metadata: customer.metadata,
    budget_id: customer.budgetId,
    litellm_budget_table: toBudgetMembers(customer),
    object_permission_id: null,
    object_permission: null,
  };
}

/** The limits that hold for it: its own stand under no id, in the place of LiteLLM's hidden budget. */
function toBudgetMembers({ budget, budgetId }: StoredCustomer): object | null {
  if (budget === null) return null;
  return {
    budget_id: budgetId,
    soft_budget: toUsd(budget.softBudgetNano),
    max_budget: toUsd(budget.maxBudgetNano),
    max_parallel_requests: budget.maxParallelRequests,
    tpm_limit: budget.tpmLimit,
    rpm_limit: budget.rpmLimit,
    tpd_limit: null,
    model_max_budget: null,
    budget_duration: budget.budgetDuration,
    allowed_models: [],
    temp_budget_increase: null,
    temp_budget_expiry: null,
    budget_reset_at: budget.budgetResetAt === null ? null : new Date(budget.budgetResetAt).toISOString(),
    created_at: new Date(budget.createdAt).toISOString(),
  };
}

function toUsd(nano: NanoUsd | null): number | null {
  return nano === null ? null : usdFromNanoUsd(nano);
}
