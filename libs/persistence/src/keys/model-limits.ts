import { alignAnchor } from '@tollgate/admission';
import type { ScopeLimits } from '@tollgate/canonical';
import { isJsonObject, type Instant, type JsonObject, type JsonValue, nanoUsdFromUsd } from '@tollgate/kernel';

export interface ModelSettings {
  readonly modelMaxBudget: JsonObject | null;
  readonly modelRpmLimit?: JsonObject | null;
  readonly modelTpmLimit?: JsonObject | null;
  readonly modelTimeZone: string | null;
  /** When whoever gives the budgets was made: their windows are aligned to the calendar of that day. */
  readonly modelsSince: Instant;
}

/** Limits by model as they are stored, LiteLLM's form, read as limits; undefined: none. */
export function toModelLimits(settings: ModelSettings): Readonly<Record<string, ScopeLimits>> | undefined {
  const { modelMaxBudget, modelRpmLimit, modelTpmLimit } = settings;
  const models = new Set([modelMaxBudget, modelRpmLimit, modelTpmLimit].flatMap((limits) => Object.keys(limits ?? {})));
  if (models.size === 0) return undefined;
  const limitsOf = (model: string): ScopeLimits => ({
    ...toBudget(modelMaxBudget?.[model], settings),
    ...count('requestsPerMinute', modelRpmLimit?.[model]),
    ...count('tokensPerMinute', modelTpmLimit?.[model]),
  });
  return Object.fromEntries([...models].map((model) => [model, limitsOf(model)]));
}

/** `{budget_limit, time_period, rpm_limit, tpm_limit}` or its other names `{max_budget, budget_duration, …}`, or the dollars alone. */
function toBudget(budget: JsonValue | undefined, { modelTimeZone, modelsSince }: ModelSettings): ScopeLimits {
  const fields: JsonObject = isJsonObject(budget) ? budget : { budget_limit: budget ?? null };
  const dollars = fields['budget_limit'] ?? fields['max_budget'];
  const duration = fields['time_period'] ?? fields['budget_duration'];
  const zone = modelTimeZone ?? 'UTC';
  const maxBudget = typeof dollars === 'number' ? nanoUsdFromUsd(dollars) : undefined;
  return {
    ...(maxBudget !== undefined && { maxBudget }),
    ...(typeof duration === 'string' && {
      budgetWindow: { duration, anchor: alignAnchor(duration, zone, modelsSince), timeZone: zone },
    }),
    ...count('requestsPerMinute', fields['rpm_limit']),
    ...count('tokensPerMinute', fields['tpm_limit']),
  };
}

function count(name: 'requestsPerMinute' | 'tokensPerMinute', value: JsonValue | undefined): ScopeLimits {
  return typeof value === 'number' ? { [name]: value } : {};
}
