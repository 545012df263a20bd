import type { JsonObject } from '@tollgate/kernel';
import type { StoredBudget } from '@tollgate/persistence';
import { toModelBudgets } from '../keys/budget.mapper.js';
import { toUsd } from '../shown/to-usd.js';

interface BudgetField {
  readonly name: string;
  readonly type: 'Float' | 'Integer' | 'String' | 'Object';
  readonly description: string;
  readonly valueOf: (budget: StoredBudget) => number | string | JsonObject | null;
}

/** The fields of a budget as LiteLLM's UI describes them (transcript budgets-by-id, step 3). */
const FIELDS: readonly BudgetField[] = [
  {
    name: 'max_budget',
    type: 'Float',
    description: 'Requests will fail if this budget (in USD) is exceeded.',
    valueOf: (budget) => toUsd(budget.maxBudgetNano),
  },
  {
    name: 'soft_budget',
    type: 'Float',
    description: 'Requests will NOT fail if this is exceeded. Will fire alerting though.',
    valueOf: (budget) => toUsd(budget.softBudgetNano),
  },
  {
    name: 'max_parallel_requests',
    type: 'Integer',
    description: 'Max concurrent requests allowed for this budget id.',
    valueOf: (budget) => budget.maxParallelRequests,
  },
  {
    name: 'tpm_limit',
    type: 'Integer',
    description: 'Max tokens per minute, allowed for this budget id.',
    valueOf: (budget) => budget.tpmLimit,
  },
  {
    name: 'rpm_limit',
    type: 'Integer',
    description: 'Max requests per minute, allowed for this budget id.',
    valueOf: (budget) => budget.rpmLimit,
  },
  {
    name: 'tpd_limit',
    type: 'Integer',
    description: 'Max tokens per day, charged by batch submissions, allowed for this budget id.',
    valueOf: () => null,
  },
  {
    name: 'budget_duration',
    type: 'String',
    description: "Max duration budget should be set for (e.g. '1hr', '1d', '28d')",
    valueOf: (budget) => budget.budgetDuration,
  },
  {
    name: 'model_max_budget',
    type: 'Object',
    description:
      "Max budget for each model (e.g. {'gpt-4o': {'max_budget': '0.0000001', 'budget_duration': '1d', 'tpm_limit': 1000, 'rpm_limit': 1000}})",
    valueOf: (budget) => toModelBudgets(budget.modelMaxBudget),
  },
];

/** Answer of `GET /budget/settings`. */
export function toBudgetFields(budget: StoredBudget): readonly object[] {
  return FIELDS.map(({ name, type, description, valueOf }) => ({
    field_name: name,
    field_type: type,
    field_description: description,
    field_value: valueOf(budget),
    stored_in_db: true,
    field_default_value: null,
    premium_field: false,
    nested_fields: null,
    field_options: null,
    field_tab: null,
    source: 'unset',
    editable: true,
  }));
}
