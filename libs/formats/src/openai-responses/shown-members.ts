import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { ShownId } from '../format.js';

/**
 * The members of a response that hold ids of what its provider keeps, as the client is shown them: null where it is not shown one. Only
 * those that change. Ids of items stay: nobody can be asked for one alone.
 */
export function shownMembers(response: JsonObject, shownId: ShownId | undefined): JsonObject {
  if (shownId === undefined) return {};
  const { id, previous_response_id: previous, conversation, prompt_cache_options: options } = response;
  return {
    ...(typeof id === 'string' && { id: shownId(id) ?? null }),
    ...(typeof previous === 'string' && { previous_response_id: shownId(previous) ?? null }),
    ...(isPresent(conversation) && { conversation: showConversation(conversation, shownId) }),
    ...(isJsonObject(options) && { prompt_cache_options: showCompared(options, shownId) }),
  };
}

/** The response that the cache was compared with is told again. */
function showCompared(options: JsonObject, shownId: ShownId): JsonObject {
  const { comparison_response_id: compared } = options;
  return typeof compared === 'string' ? { ...options, comparison_response_id: shownId(compared) ?? null } : options;
}

function showConversation(conversation: JsonValue, shownId: ShownId): JsonValue {
  const id = isJsonObject(conversation) ? conversation['id'] : conversation;
  const shown = typeof id === 'string' ? shownId(id) : undefined;
  if (shown === undefined) return null;
  return isJsonObject(conversation) ? { ...conversation, id: shown } : shown;
}

function isPresent(value: JsonValue | undefined): value is JsonValue {
  return value !== undefined && value !== null;
}
