import type { JsonObject, JsonValue } from '@tollgate/kernel';
import type { CanonicalRequest, ResponseFormat, Target } from '@tollgate/canonical';
import type { Losses } from '../losses.js';
import { writtenHere } from './own-source.js';
import type { OpenAiChatQuirks } from './quirks.js';

export function encodeResponseFormat(format: ResponseFormat | undefined): JsonValue | undefined {
  if (format === undefined) return undefined;
  const written = writtenHere(format);
  if (written !== undefined) return written;
  if (format.type !== 'json_schema') return { type: format.type };
  const { name, schema, strict, description } = format;
  const jsonSchema: JsonObject = {
    name,
    schema,
    ...(strict !== undefined && { strict }),
    ...(description !== undefined && { description }),
  };
  return { type: 'json_schema', json_schema: jsonSchema };
}

/**
 * `reasoning_effort`: the client's own word, or a thinking budget of another dialect by LiteLLM's thresholds (10,000 tokens high,
 * 5,000 medium, less low). A model that takes no effort gets none, and the loss is named.
 */
export function encodeReasoning(
  request: CanonicalRequest,
  target: Target,
  quirks: OpenAiChatQuirks,
  losses: Losses,
): JsonValue | undefined {
  const { reasoning } = request;
  if (reasoning === undefined) return undefined;
  const own = writtenHere(reasoning);
  if (own !== undefined || (request.format === 'openai-chat' && !translatesThinking(request, target, quirks)))
    return own;
  // the same words, and a client of that API may ask for a summary alone
  if (request.format === 'openai-responses' && quirks.takesEffort?.(target.model) === true) return reasoning.effort;
  if (!reasoning.enabled) {
    if (quirks.takesEffort?.(target.model) === true) losses.drop('thinking', `${target.model} thinks of itself`);
    return undefined;
  }
  if (quirks.takesEffort?.(target.model) !== true) {
    losses.drop('thinking', `${target.model} takes no reasoning_effort`);
    return undefined;
  }
  return reasoning.effort ?? effortOf(reasoning.budgetTokens ?? 0);
}

/**
 * A chat client's `thinking` (Anthropic's object, which LiteLLM takes of chat clients) becomes an effort where the provider knows that
 * word alone.
 */
export function translatesThinking({ extra }: CanonicalRequest, { model }: Target, quirks: OpenAiChatQuirks): boolean {
  return (
    extra['thinking'] !== undefined &&
    quirks.unsupported?.includes('thinking') === true &&
    quirks.takesEffort?.(model) === true
  );
}

function effortOf(budgetTokens: number): string {
  if (budgetTokens >= 10_000) return 'high';
  return budgetTokens >= 5_000 ? 'medium' : 'low';
}
