import { isJsonObject, type JsonObject } from '@tollgate/kernel';
import type { CanonicalResponse, Choice } from '@tollgate/canonical';
import type { ResponseContext } from '../format.js';
import { encodeUsage } from './convert-usage.js';
import { encodeAnswerPart } from './encode-answer-parts.js';
import { encodeFinish } from './map-finish-reason.js';
import { writtenHere } from './own-source.js';

/**
 * A whole answer as clients of the dialect read it. One that came in this dialect is relayed, but for the model's public name where
 * the provider names its own.
 */
export function encodeResponse(response: CanonicalResponse, context: ResponseContext): JsonObject {
  const own = writtenHere(response);
  if (isJsonObject(own)) {
    return own['modelVersion'] === undefined ? own : { ...own, modelVersion: context.requestedModel };
  }
  return {
    candidates: response.choices.map(encodeChoice),
    ...(response.usage !== undefined && { usageMetadata: encodeUsage(response.usage) }),
    modelVersion: context.requestedModel,
    responseId: context.newId(),
  };
}

function encodeChoice({ index, content, finish }: Choice): JsonObject {
  return {
    content: { parts: content.flatMap(encodeAnswerPart), role: 'model' },
    finishReason: encodeFinish(finish),
    index,
  };
}
