import type { JsonObject } from '@tollgate/kernel';
import type { StoredBudget } from '@tollgate/persistence';
import { NO_LIMITS, toBudgetTable } from '../keys/budget.mapper.js';

interface Holder {
  readonly id: string;
  readonly budgetId: string | null;
  readonly budget: Omit<StoredBudget, 'id'> | null;
  readonly modelMaxBudget: JsonObject;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly updatedAt: number;
  readonly updatedBy: string;
}

/**
 * `litellm_budget_table` of an organization or a project. LiteLLM makes a hidden budget to hold their limits; here these stand at the
 * holder itself and are shown under its own id.
 */
export function toHolderBudget(holder: Holder): object {
  const { id, budgetId, budget, modelMaxBudget, createdAt, createdBy, updatedAt, updatedBy } = holder;
  const limits = budget ?? { ...NO_LIMITS, createdAt, createdBy, updatedAt, updatedBy };
  return {
    ...toBudgetTable({ ...limits, id: budgetId ?? id }),
    model_max_budget: budget?.modelMaxBudget ?? modelMaxBudget,
  };
}
