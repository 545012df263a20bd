import { isJsonObject, type JsonObject } from '@tollgate/kernel';
import type { CanonicalResponse, Choice } from '@tollgate/canonical';
import type { ResponseContext } from '../format.js';
import { encodeUsage } from '../openai-chat/convert-usage.js';
import { echoOf } from './echo-of.js';
import { encodeLogprobs } from './convert-logprobs.js';
import { encodeFinish } from './map-finish-reason.js';
import { writtenHere } from './own-source.js';

/**
 * The client's answer: the provider's own with the name that the client asked for, or the text of another dialect's. A refusal is told as
 * text; reasoning has no place, as in LiteLLM. A prompt that is to be echoed stands before it.
 */
export function encodeResponse(response: CanonicalResponse, context: ResponseContext): JsonObject {
  const written = writtenHere(response);
  if (isJsonObject(written)) {
    return written['model'] === undefined ? written : { ...written, model: context.requestedModel };
  }
  return {
    id: `cmpl-${context.newId()}`,
    object: 'text_completion',
    created: response.createdAt ?? Math.floor(context.now / 1000),
    model: context.requestedModel,
    choices: response.choices.map((choice) => encodeChoice(choice, echoOf(context.request))),
    ...(response.usage !== undefined && { usage: encodeUsage(response.usage) }),
  };
}

function encodeChoice({ index, content, logprobs, finish }: Choice, echo: string): JsonObject {
  const texts = content.flatMap((part) => (part.type === 'text' || part.type === 'refusal' ? [part.text] : []));
  return {
    text: `${echo}${texts.join('')}`,
    index,
    logprobs: encodeLogprobs(logprobs),
    finish_reason: encodeFinish(finish),
  };
}
