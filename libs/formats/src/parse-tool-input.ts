import { isJsonObject, type JsonObject, parseJson } from '@tollgate/kernel';

/**
 * Argument text to the object that `tool_use` insists on. No arguments is the empty object; text that is no JSON object (a model's
 * slip, or a free-text tool) is kept under `input`, so that a conversation which holds it can go on. No number changes its value.
 */
export function parseToolInput(input: string): JsonObject {
  if (input.trim() === '') return {};
  try {
    const parsed = parseJson(input);
    if (isJsonObject(parsed)) return parsed;
  } catch {
    return { input };
  }
  return { input };
}
