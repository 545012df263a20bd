import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { CanonicalResponse, Choice, ContentPart } from '@tollgate/canonical';
import { DecodeError } from '../format.js';
import { decodeAssistantContent } from './convert-messages.js';
import { decodeUsage } from './convert-usage.js';
import { decodeContent, readText } from './decode-part.js';
import { readProviderError } from './errors.js';
import { decodeFinish } from './map-finish-reason.js';
import { ownSource } from './own-source.js';

const PLACED = new Set(['id', 'object', 'created', 'model', 'choices', 'usage', 'service_tier']);

/** A whole chat completion. Tolerates what hosts leave out (id, created, usage, logprobs) and add. */
export function decodeResponse(body: unknown, text?: string): CanonicalResponse {
  if (!isJsonObject(body)) throw new DecodeError('openai-chat', 'the answer is not a JSON object');
  const { choices, created, service_tier: serviceTier } = body;
  if (!Array.isArray(choices)) {
    const said = readProviderError(body)?.message;
    throw new DecodeError('openai-chat', said ?? 'the answer has no choices');
  }
  const usage = decodeUsage(body['usage'] ?? readChoiceUsage(choices as readonly JsonValue[]));
  const extra: Record<string, JsonValue | undefined> = {};
  for (const name in body) if (!PLACED.has(name) && name !== '__proto__') extra[name] = body[name];
  return {
    id: readText(body['id']),
    model: readText(body['model']),
    ...(typeof created === 'number' && { createdAt: created }),
    choices: (choices as readonly JsonValue[]).filter(isJsonObject).map(decodeChoice),
    ...(usage !== undefined && { usage }),
    ...(typeof serviceTier === 'string' && { serviceTier }),
    extra,
    source: ownSource(body, text),
  };
}

function decodeChoice(choice: JsonObject, position: number): Choice {
  const { index, message, logprobs } = choice;
  return {
    index: typeof index === 'number' ? index : position,
    content: isJsonObject(message)
      ? decodeAssistantContent(message, annotate(decodeContent(message['content']), message['annotations']))
      : [],
    finish: decodeFinish(choice['finish_reason']),
    ...(logprobs !== undefined && logprobs !== null && { logprobs }),
  };
}

/** OpenAI's annotations stand beside the text that they annotate. */
function annotate(content: readonly ContentPart[], annotations: JsonValue | undefined): readonly ContentPart[] {
  if (!Array.isArray(annotations) || annotations.length === 0) return content;
  const at = content.findIndex((part) => part.type === 'text');
  return content.map((part, index) =>
    index === at && part.type === 'text' ? { ...part, annotations: annotations as readonly JsonValue[] } : part,
  );
}

/** Moonshot reports usage inside the choice. */
export function readChoiceUsage(choices: readonly JsonValue[]): JsonValue | undefined {
  return choices
    .filter(isJsonObject)
    .map((choice) => choice['usage'])
    .find(isJsonObject);
}
