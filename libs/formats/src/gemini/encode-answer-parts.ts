import type { JsonObject } from '@tollgate/kernel';
import type { ContentPart, ReasoningPart, ToolCallPart } from '@tollgate/canonical';
import { openCallId } from '../call-id.js';
import { parseToolInput } from '../parse-tool-input.js';
import { writeThoughtSignature } from './seals.js';

/** A part of an answer as clients of the dialect read it; none for what only another dialect can express. */
export function encodeAnswerPart(part: ContentPart): readonly JsonObject[] {
  switch (part.type) {
    case 'text':
    case 'refusal':
      return part.text === '' ? [] : [{ text: part.text }];
    case 'reasoning':
      return encodeThought(part);
    case 'tool-call':
      return [encodeCall(part)];
    case 'image':
      return part.data.kind === 'base64'
        ? [{ inlineData: { mimeType: part.data.mediaType, data: part.data.data } }]
        : [];
    default:
      return [];
  }
}

/** A thought with what seals it; a seal without words is a thought that says nothing. */
export function encodeThought(part: Omit<ReasoningPart, 'type' | 'source'>): readonly JsonObject[] {
  const thoughtSignature = writeThoughtSignature(part);
  if (part.text === '' && thoughtSignature === undefined) return [];
  return [{ text: part.text, thought: true, ...(thoughtSignature !== undefined && { thoughtSignature }) }];
}

/** A call, whole: the dialect gives its arguments as an object. */
export function encodeCall({ id: known, name, input }: Pick<ToolCallPart, 'id' | 'name' | 'input'>): JsonObject {
  const { id, signature } = openCallId(known);
  return {
    functionCall: { ...(id !== '' && { id }), name, args: parseToolInput(input) },
    ...(signature !== undefined && { thoughtSignature: signature }),
  };
}
