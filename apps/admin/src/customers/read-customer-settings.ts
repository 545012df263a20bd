import { LABEL_CHARACTERS_MAX } from '@tollgate/canonical';
import type { CustomerSettings } from '@tollgate/persistence';
import { clashWithBudget, readBudgetSettings } from '../budgets/read-budget-settings.js';
import { isEmpty, unserved } from '../keys/unserved-fields.js';
import { badCustomer } from './customer-refusals.js';
import type { CustomerSettingsDto } from './dto/customer-settings.dto.js';

const UNSERVED_OF_CUSTOMERS = ['object_permission'] as const satisfies readonly (keyof CustomerSettingsDto)[];

/** Reads LiteLLM's fields into settings of a customer; throws the refusal of the first that is out of range or not served. */
export function readCustomerSettings(dto: CustomerSettingsDto): CustomerSettings {
  readName(dto.user_id, 'user_id');
  const field = UNSERVED_OF_CUSTOMERS.find((name) => !isEmpty(dto[name])) ?? (isZero(dto.spend) ? undefined : 'spend');
  if (field !== undefined) throw unserved(field);
  const { budget_id: budgetId, ...own } = dto;
  const limits = readBudgetSettings(own);
  const clash = clashWithBudget(dto, budgetId);
  if (clash !== undefined) throw badCustomer(clash, 'budget_id');
  return {
    ...limits,
    ...(budgetId !== undefined && { budgetId }),
    ...(dto.metadata !== undefined && { metadata: dto.metadata ?? {} }),
    ...(dto.alias !== undefined && { alias: dto.alias }),
    ...(dto.blocked !== undefined && { blocked: dto.blocked === true }),
    ...(dto.allowed_model_region !== undefined && { allowedModelRegion: dto.allowed_model_region }),
    ...(dto.default_model !== undefined && { defaultModel: dto.default_model }),
  };
}

/** A name that calls can say: what they send is cut to that length, and a blank one names nobody. */
export function readName(name: string, param: string): string {
  if (name.trim() === '') throw badCustomer(`${param} must not be empty.`, param);
  if (name.length > LABEL_CHARACTERS_MAX)
    throw badCustomer(`${param} must be at most ${String(LABEL_CHARACTERS_MAX)} characters.`, param);
  return name;
}

/** LiteLLM's clients send the spend that a new customer has. */
function isZero(spend: unknown): boolean {
  return spend === undefined || spend === null || Number(spend) === 0;
}
