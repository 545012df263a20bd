import { ALL_TENANTS, LABEL_CHARACTERS_MAX, labelId } from '@tollgate/canonical';
import type { TagSettings } from '@tollgate/persistence';
import { clashWithBudget, readBudgetSettings } from '../budgets/read-budget-settings.js';
import type { TagSettingsDto } from './dto/tag-settings.dto.js';
import { badTag } from './tag-refusals.js';

/** Reads LiteLLM's fields into settings of a tag; throws the refusal of the first that is out of range or not served. */
export function readTagSettings(dto: TagSettingsDto): TagSettings {
  refuseName(dto.name);
  const { budget_id: sent, ...own } = dto;
  // the id that its own limits are shown under: sent back, that says nothing
  const budgetId = sent === labelId('tag', ALL_TENANTS, dto.name) ? undefined : sent;
  const limits = readBudgetSettings(own);
  const clash = clashWithBudget(dto, budgetId);
  if (clash !== undefined) throw badTag(clash, 'budget_id');
  return {
    ...limits,
    ...(budgetId !== undefined && { budgetId }),
    ...(dto.description !== undefined && { description: dto.description }),
    ...(dto.models !== undefined && { models: [...new Set(dto.models ?? [])] }),
    ...(dto.model_info !== undefined && { modelInfo: dto.model_info }),
  };
}

/** A name that calls can say: they are cut to that length, headers at commas, and spaces around them are taken off. */
function refuseName(name: string): void {
  if (name.trim() === '') throw badTag('name must not be empty.', 'name');
  if (name !== name.trim() || name.includes(','))
    throw badTag('name must not have commas, or spaces around it.', 'name');
  if (name.length > LABEL_CHARACTERS_MAX)
    throw badTag(`name must be at most ${String(LABEL_CHARACTERS_MAX)} characters.`, 'name');
}
