import { isJsonObject, type JsonObject } from '@tollgate/kernel';
import type { CanonicalRequest } from '@tollgate/canonical';

/** The Responses API has `verbosity` inside `text`; what else stands there is read before. */
export function encodeVerbosity({ format, extra }: CanonicalRequest): JsonObject {
  const { text } = extra;
  const verbosity = format === 'openai-responses' && isJsonObject(text) ? text['verbosity'] : undefined;
  return verbosity === undefined ? {} : { verbosity };
}
