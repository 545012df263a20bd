import { isJsonObject, type JsonObject } from '@tollgate/kernel';
import type { CanonicalResponse, Choice, ContentPart } from '@tollgate/canonical';
import type { ResponseContext } from '../format.js';
import { sealForBlocks, type Seal } from '../reasoning-seal.js';
import { encodeUsage } from './convert-usage.js';
import { encodeStopReason } from './map-finish-reason.js';
import { mintId } from './mint-id.js';
import { writtenHere } from './own-source.js';
import { parseToolInput } from '../parse-tool-input.js';

/**
 * A whole answer as clients of the dialect read it. One that came in this dialect is relayed with the public model name and no
 * other change (transcript `messages native`); of several choices only the first has a place.
 */
export function encodeResponse(response: CanonicalResponse, context: ResponseContext): JsonObject {
  const own = writtenHere(response);
  if (isJsonObject(own)) return { ...own, model: context.requestedModel };
  const choice = response.choices.find(({ index }) => index === 0) ?? response.choices[0];
  return {
    id: mintId(context),
    type: 'message',
    role: 'assistant',
    model: context.requestedModel,
    content: choice === undefined ? [] : choice.content.flatMap(encodeAnswerPart),
    ...encodeStop(choice),
    usage: encodeUsage(response.usage ?? { inputUncached: 0, output: 0 }),
  };
}

/** A part of an answer as a content block; none for what only another dialect can express. */
function encodeAnswerPart(part: ContentPart): readonly JsonObject[] {
  const own = writtenHere(part);
  if (isJsonObject(own)) return [own];
  switch (part.type) {
    case 'text':
    case 'refusal':
      return part.text === '' ? [] : [{ type: 'text', text: part.text }];
    case 'reasoning':
      return encodeReasoning(part.text, part);
    case 'tool-call':
      return [{ type: 'tool_use', id: part.id, name: part.name, input: parseToolInput(part.input) }];
    default:
      return [];
  }
}

/** A thinking block always carries a signature: an empty one says that it cannot be sent back to Anthropic. */
function encodeReasoning(text: string, seal: Seal): readonly JsonObject[] {
  const { signature, redacted } = sealForBlocks(text, seal);
  if (redacted !== undefined) return [{ type: 'redacted_thinking', data: redacted }];
  if (text === '' && signature === undefined) return [];
  return [{ type: 'thinking', thinking: text, signature: signature ?? '' }];
}

function encodeStop(choice: Choice | undefined): JsonObject {
  if (choice === undefined) return { stop_reason: null, stop_sequence: null };
  const holds = (type: ContentPart['type']): boolean => choice.content.some((part) => part.type === type);
  return { ...encodeStopReason(choice.finish, { refusal: holds('refusal'), toolCall: holds('tool-call') }) };
}
