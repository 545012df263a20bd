import type { JsonObject } from '@tollgate/kernel';
import type { ContentPart } from '@tollgate/canonical';
import { sealCallId } from '../call-id.js';
import { decodePart } from './decode-part.js';
import { readObject, readText } from './read-member.js';

/** An id for each call of an answer that has none of its own. */
export type CallNamer = (functionName: string) => string;

/** Ids by the answer's own id and the call's place in it; where a host gives an answer none, by the function's name. */
export function callNamer(responseId: string): CallNamer {
  let issued = 0;
  return (name) => `call_${responseId === '' ? name : responseId}_${issued++}`;
}

/** One part of an answer. Other dialects know a signed call by an id that holds its signature. */
export function decodeAnswerPart(part: JsonObject, nameOf: CallNamer): readonly ContentPart[] {
  const call = readObject(part, 'functionCall');
  const unnamed = call !== undefined && readText(call, 'id') === '';
  return decodePart(part, unnamed ? nameOf(readText(call, 'name')) : '').map((decoded) =>
    decoded.type === 'tool-call' ? { ...decoded, id: sealCallId(decoded.id, decoded.signature) } : decoded,
  );
}
