import { isJsonObject, type JsonObject } from '@tollgate/kernel';
import type { FormatId } from '@tollgate/canonical';
import { DecodeError } from './format.js';

/** The object that an event of a provider's stream holds. Throws DecodeError for text that is none. */
export function parseEvent(format: FormatId, text: string): JsonObject {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw new DecodeError(format, 'an event of the stream is not JSON');
  }
  if (!isJsonObject(data)) throw new DecodeError(format, 'an event of the stream is not an object');
  return data;
}
