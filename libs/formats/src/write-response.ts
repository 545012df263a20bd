import { isJsonObject, type JsonObject, spliceMembers } from '@tollgate/kernel';
import type { CanonicalResponse } from '@tollgate/canonical';
import type { ClientFormat, ResponseContext } from './format.js';

/**
 * The JSON text of an answer. One that a provider wrote in the client's own dialect is relayed byte for byte, but for the top-level
 * members that encodeResponse gives another value (the model's public name): its numbers, escapes and spaces are the provider's.
 */
export function writeResponse(format: ClientFormat, response: CanonicalResponse, context: ResponseContext): string {
  if (response.result?.kind === 'text') return response.result.text;
  const encoded = format.encodeResponse(response, context);
  const { source } = response;
  if (source?.text === undefined || source.format !== format.id || !isJsonObject(source.value))
    return JSON.stringify(encoded);
  return spliceMembers(source.text, changedMembers(source.value, encoded));
}

function changedMembers(before: JsonObject, after: JsonObject): ReadonlyMap<string, string> {
  const changed = new Map<string, string>();
  for (const [name, value] of Object.entries(after))
    if (value !== undefined && value !== before[name]) changed.set(name, JSON.stringify(value));
  return changed;
}
