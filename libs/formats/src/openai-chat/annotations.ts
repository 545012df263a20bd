import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { ContentPart } from '@tollgate/canonical';

/**
 * Citations of an answer as chat completions have them, beside the text. The Responses API writes the same flat; what is of neither kind
 * has no word here.
 */
export function encodeAnnotations(parts: readonly ContentPart[]): JsonObject {
  const annotations = parts.flatMap((part) => (part.type === 'text' ? (part.annotations ?? []) : []));
  const told = annotations.flatMap((annotation) => nest(annotation));
  return told.length === 0 ? {} : { annotations: told };
}

function nest(annotation: JsonValue): readonly JsonValue[] {
  if (!isJsonObject(annotation) || annotation['type'] !== 'url_citation') return [];
  if (isJsonObject(annotation['url_citation'])) return [annotation];
  const { type, ...citation } = annotation;
  return [{ type, url_citation: citation }];
}
