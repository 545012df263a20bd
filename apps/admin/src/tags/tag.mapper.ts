import { usdFromNanoUsd } from '@tollgate/kernel';
import type { StoredTag } from '@tollgate/persistence';
import { toLabelBudget } from '../budgets/label-budget.mapper.js';
import { toTime } from '../shown/to-time.js';

/** LiteLLM's words for a tag that nobody made. */
const NAMED_BY_CALLS =
  'This is just a spend tag that was passed dynamically in a request. It does not control any LLM models.';

/** A tag as LiteLLM answers it (TagTable of its schema), with what was spent. */
export function toTag(tag: StoredTag): object {
  // limits of its own are shown under the tag's id, in the place of LiteLLM's hidden budget
  const budgetId = tag.budgetId ?? (tag.isMade && tag.budget !== null ? tag.id : null);
  return {
    name: tag.name,
    description: tag.isMade ? tag.description : NAMED_BY_CALLS,
    models: tag.models,
    model_info: tag.modelInfo,
    spend: usdFromNanoUsd(tag.spendNano),
    budget_id: budgetId,
    litellm_budget_table: toLabelBudget({ budget: tag.budget, budgetId }),
    created_at: toTime(tag.createdAt),
    updated_at: toTime(tag.updatedAt),
    created_by: tag.createdBy,
  };
}
