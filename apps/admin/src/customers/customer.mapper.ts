import { usdFromNanoUsd } from '@tollgate/kernel';
import type { StoredCustomer } from '@tollgate/persistence';
import { toLabelBudget } from '../budgets/label-budget.mapper.js';

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
    litellm_budget_table: toLabelBudget(customer),
    object_permission_id: null,
    object_permission: null,
  };
}
