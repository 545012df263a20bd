import type { KeyRules } from '@tollgate/config';
import type { KeySettingsDto } from '../dto/key-settings.dto.js';

/**
 * What the operator's defaults make of what was said: as in LiteLLM, a member that is absent or null takes its default, and so do empty
 * models and empty metadata; `budget_duration: null` stays null, a budget that never resets.
 */
export function fillDefaults(defaults: KeyRules['defaults'], dto: KeySettingsDto): KeySettingsDto {
  const missing = Object.entries(defaults).filter(([name]) => isOpen(name as keyof KeyRules['defaults'], dto));
  return { ...dto, ...Object.fromEntries(missing) };
}

function isOpen(name: keyof KeyRules['defaults'], dto: KeySettingsDto): boolean {
  if (name === 'budget_duration') return dto.budget_duration === undefined;
  if (name === 'models') return (dto.models ?? []).length === 0;
  if (name === 'metadata') return Object.keys(dto.metadata ?? {}).length === 0;
  return dto[name] == null;
}
