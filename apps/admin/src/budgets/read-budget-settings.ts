import type { BudgetSettings } from '@tollgate/persistence';
import { isEmpty, unserved } from '../keys/unserved-fields.js';
import { readLimits } from '../validation/read-limits.js';
import { readModelLimits } from '../validation/read-model-limits.js';
import { unwrap } from '../validation/unwrap.js';
import { badBudget, inDetail } from './budget-refusals.js';
import type { BudgetSettingsDto } from './dto/budget-settings.dto.js';

/** LiteLLM's fields of a budget that nothing enforces yet. */
const UNSERVED_OF_BUDGETS = [
  'budget_reset_at',
  'tpd_limit',
  'allowed_models',
  'temp_budget_increase',
  'temp_budget_expiry',
] as const satisfies readonly (keyof BudgetSettingsDto)[];

/** Fields that make limits of a holder's own. */
const OWN_LIMITS = [
  'max_budget',
  'soft_budget',
  'budget_duration',
  'budget_time_zone',
  'budget_anchor',
  'tpm_limit',
  'rpm_limit',
  'max_parallel_requests',
] as const satisfies readonly (keyof BudgetSettingsDto)[];

/** Why a holder cannot be linked to the budget and have the limits of its own that were sent; undefined: it can. */
export function clashWithBudget(dto: BudgetSettingsDto, budgetId: string | null | undefined): string | undefined {
  const own = OWN_LIMITS.find((name) => dto[name] != null);
  if (budgetId == null || own === undefined) return undefined;
  return `budget_id and ${own} cannot be set together: the budget has its own.`;
}

/** Reads LiteLLM's fields into settings of a budget; throws the refusal of the first that is out of range or not served. */
export function readBudgetSettings(dto: BudgetSettingsDto): BudgetSettings {
  const field = UNSERVED_OF_BUDGETS.find((name) => !isEmpty(dto[name]));
  if (field !== undefined) throw unserved(field);
  if (dto.budget_id === '') throw badBudget('budget_id must not be empty. Leave it out.');
  const limits = readLimits(dto);
  if (!limits.ok) throw inDetail(limits.error);
  return { ...limits.value, ...unwrap(readModelLimits({ model_max_budget: dto.model_max_budget })) };
}
