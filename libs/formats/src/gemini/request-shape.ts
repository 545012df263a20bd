import type { JsonObject } from '@tollgate/kernel';
import { shape as plainShape, type Shape, type Within } from '../unread/shape.js';
import { readMember, snakeName } from './read-member.js';

/** By the member that says what a part is; a signature means nothing to any other provider. */
const PARTS: readonly (readonly [string, Shape])[] = [
  ['text', shape(['text', 'thought'])],
  ['inlineData', shape([], { inlineData: (blob) => shapeOfMedia(blob, ['mimeType', 'data']) })],
  ['fileData', shape([], { fileData: (file) => shapeOfMedia(file, ['mimeType', 'fileUri']) })],
  ['functionCall', shape([], { functionCall: shape(['id', 'name', 'args']) })],
  [
    'functionResponse',
    shape([], { functionResponse: shape(['id', 'name', 'response'], { parts: (part) => partShape(part) }) }),
  ],
];

/** What decodePart reads; undefined for what the canonical form has no word for. */
export function partShape(part: JsonObject): Shape | undefined {
  return PARTS.find(([name]) => readMember(part, name) !== undefined)?.[1];
}

/** What decodeContents reads of a turn. */
export const CONTENT = shape(['role'], { parts: (part) => partShape(part) });

/** What decodeReasoning reads. */
export const THINKING_CONFIG = shape(['thinkingBudget', 'thinkingLevel', 'includeThoughts']);

/** A document has a name; an image or a sound has none in any other dialect. */
function shapeOfMedia(media: JsonObject, read: readonly string[]): Shape {
  const type = readMember(media, 'mimeType');
  const nameless = typeof type === 'string' && /^(image|audio)\//.test(type);
  return nameless ? shape(read) : shape([...read, 'displayName']);
}

/** Google's servers take either spelling of a name. */
function shape(read: readonly string[], within: Readonly<Record<string, Within>> = {}): Shape {
  const looked = Object.entries(within).flatMap(([name, inner]) => [
    [name, inner] as const,
    [snakeName(name), inner] as const,
  ]);
  return plainShape([...read, ...read.map(snakeName)], Object.fromEntries(looked));
}
