import type { JsonObject, JsonValue } from '@tollgate/kernel';
import { isJsonObject } from '@tollgate/kernel';
import type { CanonicalRequest, ReasoningRequest } from '@tollgate/canonical';
import type { Losses } from '../losses.js';
import { isGemini3 } from './model-families.js';
import { ownSource, writtenHere } from './own-source.js';
import { readMember, readText } from './read-member.js';

/** LiteLLM's budgets for OpenAI's effort words, tokens; newer words count as `high`. */
const BUDGETS: Readonly<Record<string, number>> = { minimal: 128, low: 1024, medium: 2048, high: 4096 };

/** The least budgets of 2.5 models (Gemini API, "Thinking"): Pro cannot be told not to think. */
const LEAST: readonly (readonly [RegExp, number])[] = [
  [/gemini-2\.5-flash-lite/, 512],
  [/gemini-2\.5-pro/, 128],
];

const LEVELS: Readonly<Record<string, string>> = { minimal: 'low', low: 'low', medium: 'medium', high: 'high' };

/** Models that have no thinking to ask for, and refuse the member. */
const WITHOUT_THINKING = /gemini-(1|2\.0)|gemma|learnlm|-image|-tts/;

/** `thinkingConfig`: a budget (0: none, -1: as the model wants), a level, or the wish to see the thoughts. */
export function decodeReasoning(config: JsonValue | undefined): ReasoningRequest | undefined {
  if (!isJsonObject(config)) return undefined;
  const budget = readMember(config, 'thinkingBudget');
  const level = readText(config, 'thinkingLevel').toLowerCase();
  return {
    enabled: typeof budget === 'number' ? budget !== 0 : level !== '' || readMember(config, 'includeThoughts') === true,
    ...(level !== '' && { effort: level }),
    ...(typeof budget === 'number' && budget > 0 && { budgetTokens: budget }),
    source: ownSource(config),
  };
}

/**
 * `thinkingConfig` for the provider. Gemini 3 takes a level, its forerunners a budget; a budget that the client named goes to either.
 * Whoever asks to think is shown the thoughts, as in every other dialect.
 */
export function encodeReasoning(
  { reasoning, format }: CanonicalRequest,
  model: string,
  losses: Losses,
): JsonValue | undefined {
  if (reasoning === undefined) return undefined;
  const own = writtenHere(reasoning);
  if (own !== undefined) return own;
  if (WITHOUT_THINKING.test(model)) {
    if (reasoning.enabled)
      losses.drop(format === 'openai-chat' ? 'reasoning_effort' : 'thinking', `${model} does not think`);
    return undefined;
  }
  const { enabled, budgetTokens, effort = 'medium' } = reasoning;
  if (!enabled || effort === 'none' || effort === 'disable') return withoutThinking(model);
  if (budgetTokens !== undefined) return { thinkingBudget: budgetTokens, includeThoughts: true };
  if (isGemini3(model)) return { thinkingLevel: levelOf(effort, model), includeThoughts: true };
  const least = leastBudget(model) ?? 0;
  return { thinkingBudget: Math.max(BUDGETS[effort] ?? 4096, least), includeThoughts: true };
}

/** As little as the model takes: Gemini 3 and 2.5 Pro cannot be kept from it. */
function withoutThinking(model: string): JsonObject {
  if (isGemini3(model)) return { thinkingLevel: levelOf('minimal', model), includeThoughts: false };
  return { thinkingBudget: /gemini-2\.5-pro/.test(model) ? (leastBudget(model) ?? 0) : 0, includeThoughts: false };
}

function levelOf(effort: string, model: string): string {
  if (effort === 'minimal' && /flash/.test(model)) return 'minimal';
  // Gemini 3 Pro has no level between
  if (effort === 'medium' && /gemini-3-pro/.test(model)) return 'high';
  return LEVELS[effort] ?? 'high';
}

function leastBudget(model: string): number | undefined {
  return LEAST.find(([pattern]) => pattern.test(model))?.[1];
}
