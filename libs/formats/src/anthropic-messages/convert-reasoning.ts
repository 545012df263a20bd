import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { CanonicalRequest, ReasoningRequest } from '@tollgate/canonical';
import type { Losses } from '../losses.js';
import { isForeignSeal } from '../reasoning-seal.js';
import { ownSource, writtenHere } from './own-source.js';

/** The least thinking budget that the provider takes, tokens (Messages API, `thinking.budget_tokens`). */
export const THINKING_BUDGET_MIN = 1024;

/** LiteLLM's budgets for OpenAI's effort words; `minimal` is raised to the least the provider takes, newer words count as `high`. */
const BUDGETS: Readonly<Record<string, number>> = { minimal: THINKING_BUDGET_MIN, low: 1024, medium: 2048, high: 4096 };

/** Models that decide themselves how long to think and take an effort word instead of a budget (4.6 and later). */
const ADAPTIVE_MODELS = /claude-(opus|sonnet|haiku|fable|mythos)-(4-([6-9]|\d{2})(?!\d)|[5-9](?!\d)|preview)/;

/** Models from before extended thinking, which begins with Claude 3.7 (platform.claude.com, "Extended thinking"). */
const UNTHINKING = /claude-(instant|2(?!\d)|3-(opus|sonnet|haiku)|3[-.]5-)/;

const EFFORT_WORDS: Readonly<Record<string, string>> = { minimal: 'low', low: 'low', medium: 'medium', high: 'high' };

/** `thinking` and `output_config.effort`. An effort word alone asks for no thinking block: its source is null. */
export function decodeReasoning(
  thinking: JsonValue | undefined,
  effort: string | undefined,
): ReasoningRequest | undefined {
  if (!isJsonObject(thinking)) {
    return effort === undefined ? undefined : { enabled: true, effort, source: ownSource(null) };
  }
  const budget = thinking['budget_tokens'];
  return {
    enabled: thinking['type'] !== 'disabled',
    ...(effort !== undefined && { effort }),
    ...(typeof budget === 'number' && { budgetTokens: budget }),
    source: ownSource(thinking),
  };
}

export interface EncodedReasoning {
  readonly thinking?: JsonObject;
  readonly effort?: string;
}

/**
 * What the provider is asked for. A client of another dialect may have sent Anthropic's own `thinking` beside the rest (LiteLLM's
 * parameter): it wins.
 */
export function encodeReasoning(request: CanonicalRequest, model: string, losses: Losses): EncodedReasoning {
  const { reasoning } = request;
  const given = request.extra['thinking'];
  if (isJsonObject(given) && isWhole(given)) return { thinking: given };
  if (reasoning === undefined) return {};
  const own = writtenHere(reasoning);
  if (own !== undefined) {
    return {
      ...(isJsonObject(own) && { thinking: own }),
      ...(reasoning.effort !== undefined && { effort: reasoning.effort }),
    };
  }
  if (!reasoning.enabled || reasoning.effort === 'none') return {};
  const obstacle = UNTHINKING.test(model) ? `${model} does not think` : findObstacle(request);
  if (obstacle !== undefined) {
    losses.drop('reasoning_effort', obstacle);
    return {};
  }
  const { budgetTokens, effort = 'medium' } = reasoning;
  if (budgetTokens !== undefined) return { thinking: { type: 'enabled', budget_tokens: budgetTokens } };
  if (ADAPTIVE_MODELS.test(model)) return { thinking: { type: 'adaptive' }, effort: EFFORT_WORDS[effort] ?? effort };
  return { thinking: { type: 'enabled', budget_tokens: BUDGETS[effort] ?? 4096 } };
}

/**
 * Why the provider would refuse to think: a forced tool, or a turn under way whose tool calls come without the thinking that led to
 * them (OpenAI's clients do not send it back).
 */
function findObstacle({ toolChoice, messages }: CanonicalRequest): string | undefined {
  if (toolChoice?.type === 'required' || toolChoice?.type === 'tool') return 'no thinking where a tool is forced';
  const last = messages.at(-1);
  if (last?.role !== 'tool') return undefined;
  const caller = messages.findLast(({ role }) => role === 'assistant');
  const sealed = caller?.content.some((part) => part.type === 'reasoning' && isSealed(part));
  return sealed === true ? undefined : 'the tool calls under way came without their thinking';
}

/** DeepSeek's clients say `{type: enabled}` alone, which the provider refuses: the effort, or the default, gives the budget. */
function isWhole(thinking: JsonObject): boolean {
  return thinking['type'] !== 'enabled' || typeof thinking['budget_tokens'] === 'number';
}

function isSealed(part: { readonly signature?: string; readonly redacted?: string }): boolean {
  return (part.signature !== undefined && !isForeignSeal(part.signature)) || part.redacted !== undefined;
}
