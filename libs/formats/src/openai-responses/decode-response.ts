import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { CanonicalResponse, ContentPart } from '@tollgate/canonical';
import { DecodeError } from '../format.js';
import { readText } from '../openai-chat/decode-part.js';
import { decodeUsage } from './convert-usage.js';
import { decodeCall, opaque } from './decode-input.js';
import { decodeContent, decodeReasoning } from './decode-part.js';
import { decodeFailure } from './errors.js';
import { decodeStatus } from './map-status.js';
import { FORMAT, ownSource } from './own-source.js';

/**
 * A whole answer: reasoning, words and calls of one choice, in their order. A response that failed or was cancelled is no answer
 * (DecodeError); one that is still in the making (`background`) is an answer that has not ended.
 */
export function decodeResponse(body: unknown, text?: string): CanonicalResponse {
  if (!isJsonObject(body) || !Array.isArray(body['output'])) {
    throw new DecodeError(FORMAT, 'the answer has no list of output items');
  }
  const { status, created_at: created, service_tier: serviceTier } = body;
  if (status === 'failed' || status === 'cancelled')
    throw new DecodeError(FORMAT, status === 'failed' ? decodeFailure(body).message : 'the answer was cancelled');
  const content = (body['output'] as readonly JsonValue[]).filter(isJsonObject).flatMap(decodeOutput);
  const usage = decodeUsage(body);
  return {
    id: readText(body['id']),
    model: readText(body['model']),
    ...(typeof created === 'number' && { createdAt: created }),
    choices: [
      {
        index: 0,
        content,
        finish: decodeStatus(
          body,
          content.some(({ type }) => type === 'tool-call'),
        ),
      },
    ],
    ...(usage !== undefined && { usage }),
    ...(typeof serviceTier === 'string' && { serviceTier }),
    source: ownSource(body, text),
  };
}

function decodeOutput(item: JsonObject): readonly ContentPart[] {
  switch (item['type']) {
    case 'message':
      return decodeContent(item['content']);
    case 'reasoning':
      return [decodeReasoning(item)];
    case 'function_call':
    case 'custom_tool_call':
      return [decodeCall(item)];
    default:
      return [opaque(item)];
  }
}
