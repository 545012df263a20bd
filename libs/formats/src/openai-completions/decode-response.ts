import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { CanonicalResponse, Choice } from '@tollgate/canonical';
import { DecodeError } from '../format.js';
import { decodeUsage } from '../openai-chat/convert-usage.js';
import { readText } from '../openai-chat/decode-part.js';
import { readProviderError } from '../openai-chat/errors.js';
import { decodeFinish } from '../openai-chat/map-finish-reason.js';
import { decodeLogprobs } from './convert-logprobs.js';
import { FORMAT, ownSource } from './own-source.js';

const PLACED = new Set(['id', 'object', 'created', 'model', 'choices', 'usage', 'service_tier']);

/** A whole text completion: one choice for each prompt and each of its answers. */
export function decodeResponse(body: unknown, text?: string): CanonicalResponse {
  if (!isJsonObject(body)) throw new DecodeError(FORMAT, 'the answer is not a JSON object');
  const { choices, created, service_tier: serviceTier } = body;
  if (!Array.isArray(choices))
    throw new DecodeError(FORMAT, readProviderError(body)?.message ?? 'the answer has no choices');
  const usage = decodeUsage(body['usage']);
  return {
    id: readText(body['id']),
    model: readText(body['model']),
    ...(typeof created === 'number' && { createdAt: created }),
    choices: (choices as readonly JsonValue[]).filter(isJsonObject).map(decodeChoice),
    ...(usage !== undefined && { usage }),
    ...(typeof serviceTier === 'string' && { serviceTier }),
    extra: Object.fromEntries(Object.entries(body).filter(([name]) => !PLACED.has(name) && name !== '__proto__')),
    source: ownSource(body, text),
  };
}

function decodeChoice(choice: JsonObject, position: number): Choice {
  const { index, finish_reason: finish } = choice;
  const logprobs = decodeLogprobs(choice['logprobs']);
  return {
    index: typeof index === 'number' ? index : position,
    content: [{ type: 'text', text: readText(choice['text']) }],
    finish: decodeFinish(finish),
    ...(logprobs !== undefined && { logprobs }),
  };
}
