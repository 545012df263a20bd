import { usdFromNanoUsd } from '@tollgate/kernel';
import type { ShownBudget } from './shown-key.js';

/** Members of LiteLLM's budget row that this version has no value for (transcript key-forms). */
const UNSERVED_MEMBERS = {
  tpd_limit: null,
  model_max_budget: {},
  budget_reset_at: null,
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

/** `litellm_budget_table` of a key. */
export function toBudgetMembers(budget: ShownBudget | null): object | null {
  if (budget === null) return null;
  return {
    ...UNSERVED_MEMBERS,
    budget_id: budget.id,
    max_budget: budget.maxBudgetNano === null ? null : usdFromNanoUsd(budget.maxBudgetNano),
    soft_budget: budget.softBudgetNano === null ? null : usdFromNanoUsd(budget.softBudgetNano),
    max_parallel_requests: budget.maxParallelRequests,
    tpm_limit: budget.tpmLimit,
    rpm_limit: budget.rpmLimit,
    budget_duration: budget.budgetDuration,
    created_at: new Date(budget.createdAt).toISOString(),
    created_by: budget.createdBy,
    updated_at: new Date(budget.updatedAt).toISOString(),
    updated_by: budget.updatedBy,
  };
}
