import type { OrganizationSettings } from '@tollgate/persistence';
import { isEmpty, refuseUnserved, unserved } from '../keys/unserved-fields.js';
import { readModelLimits } from '../validation/read-model-limits.js';
import { unwrap } from '../validation/unwrap.js';
import { badBudget } from './budget-refusals.js';
import type { HolderSettingsDto } from './dto/holder-settings.dto.js';
import { clashWithBudget, readBudgetSettings } from './read-budget-settings.js';

/**
 * Reads LiteLLM's fields into what organizations and projects have in common; throws the refusal of the first that is out of range or
 * not served. A holder without a linked budget is shown with its own `id` as `budget_id`: sent back, that says nothing.
 */
export function readHolderSettings(
  dto: HolderSettingsDto,
  id: string | null | undefined,
): Omit<OrganizationSettings, 'alias' | 'metadata'> {
  if (!isEmpty(dto.object_permission)) throw unserved('object_permission');
  const refusal = refuseUnserved({ metadata: dto.metadata ?? {} });
  if (refusal !== undefined) throw refusal;
  const budgetId = dto.budget_id === id ? undefined : dto.budget_id;
  const clash = clashWithBudget(dto, budgetId);
  if (clash !== undefined) throw badBudget(clash);
  return {
    ...readBudgetSettings(dto),
    ...unwrap(readModelLimits(dto)),
    ...(budgetId !== undefined && { budgetId }),
    ...(dto.models !== undefined && { models: dto.models ?? [] }),
    ...(dto.blocked !== undefined && { blocked: dto.blocked === true }),
  };
}
