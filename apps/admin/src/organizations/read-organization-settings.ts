import type { OrganizationSettings } from '@tollgate/persistence';
import { OWN_LIMITS, readBudgetSettings } from '../budgets/read-budget-settings.js';
import { liftModelLimits } from '../keys/lift-settings.js';
import { isEmpty, refuseUnserved, unserved } from '../keys/unserved-fields.js';
import { readModelLimits } from '../validation/read-model-limits.js';
import { unwrap } from '../validation/unwrap.js';
import type { NewOrganizationDto, UpdateOrganizationDto } from './dto/organization-settings.dto.js';
import { badOrganization } from './organization-refusals.js';

/**
 * Reads LiteLLM's fields into settings of an organization; throws the refusal of the first that is out of range or not served.
 * An organization without a linked budget is shown with its own id as `budget_id`: sent back, it says nothing.
 */
export function readOrganizationSettings(sent: NewOrganizationDto | UpdateOrganizationDto): OrganizationSettings {
  const dto = liftModelLimits(sent);
  if (!isEmpty(dto.object_permission)) throw unserved('object_permission');
  const refusal = refuseUnserved({ metadata: dto.metadata ?? {} });
  if (refusal !== undefined) throw refusal;
  const { organization_alias: alias, model_max_budget: _byModel, ...limits } = dto;
  if (alias === '') throw badOrganization('organization_alias must not be empty.');
  if (dto.organization_id === '') throw badOrganization('organization_id must not be empty. Leave it out.');
  const budgetId = dto.budget_id === dto.organization_id ? undefined : dto.budget_id;
  const both = OWN_LIMITS.find((name) => dto[name] != null);
  if (budgetId != null && both !== undefined)
    throw badOrganization(`budget_id and ${both} cannot be set together: the budget has its own.`);
  return {
    ...readBudgetSettings(limits),
    ...unwrap(readModelLimits(dto)),
    ...(alias != null && { alias }),
    ...(budgetId !== undefined && { budgetId }),
    ...(dto.models !== undefined && { models: dto.models ?? [] }),
    ...(dto.blocked !== undefined && { blocked: dto.blocked === true }),
    ...(dto.metadata !== undefined && { metadata: dto.metadata ?? {} }),
  };
}
