import { isMoreMoney, type MoneyPerTime } from '@tollgate/admission';
import type { Principal } from '@tollgate/canonical';
import { nanoUsdFromUsd, usdFromNanoUsd } from '@tollgate/kernel';
import type { KeySettingsDto } from '../dto/key-settings.dto.js';

/** Limits by number: LiteLLM's name, and what the calling key's scopes call them. */
const NUMBERS = {
  max_parallel_requests: 'concurrentRequests',
  tpm_limit: 'tokensPerMinute',
  rpm_limit: 'requestsPerMinute',
} as const;

/**
 * What defaults and bounds filled into a new key that will stand under the calling key, with no more than that key holds: the caller
 * said none of it, and must not be refused for it. What he said stays as it is. A budget that is left out is the calling key's.
 */
export function keepWithin(said: KeySettingsDto, filled: KeySettingsDto, { scopes }: Principal): KeySettingsDto {
  const held = scopes.filter(({ scope }) => scope === 'key').map(({ limits }) => limits);
  const numbers = Object.entries(NUMBERS).flatMap(([name, limit]) => {
    const value = filled[name as keyof typeof NUMBERS];
    if (said[name as keyof typeof NUMBERS] != null || value == null) return [];
    return [[name, Math.min(value, ...held.map((limits) => limits[limit] ?? Infinity))]];
  });
  const budgets = held.map(({ maxBudget = null, budgetWindow }): MoneyPerTime => ({
    maxBudgetNano: maxBudget,
    budgetDuration: budgetWindow?.duration ?? null,
  }));
  return { ...filled, ...(Object.fromEntries(numbers) as KeySettingsDto), ...keepMoney(said, filled, budgets) };
}

type Money = Pick<KeySettingsDto, 'max_budget' | 'budget_duration'>;

function keepMoney(said: KeySettingsDto, filled: KeySettingsDto, held: readonly MoneyPerTime[]): Money {
  const asked = { maxBudgetNano: nanoOf(filled.max_budget), budgetDuration: filled.budget_duration ?? null };
  if (asked.maxBudgetNano === null || !held.some((budget) => isMoreMoney(asked, budget))) return {};
  const isWindowSaid = said.budget_duration != null;
  if (said.max_budget != null) return isWindowSaid ? {} : { budget_duration: null };
  const isLess = held.some((budget) => budget.maxBudgetNano !== null && !isMoreMoney(budget, asked));
  if (isLess || isWindowSaid) return { max_budget: null, ...(!isWindowSaid && { budget_duration: null }) };
  // a larger budget whose window is longer, or never ends: the smaller sum, once, is within both
  const sums = [asked, ...held].flatMap(({ maxBudgetNano: sum }) => (sum === null ? [] : [sum]));
  const least = sums.reduce((one, other) => (other < one ? other : one));
  return { max_budget: usdFromNanoUsd(least), budget_duration: null };
}

function nanoOf(dollars: number | null | undefined): bigint | null {
  return dollars == null ? null : (nanoUsdFromUsd(dollars) ?? null);
}
