import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';

/**
 * A member by its name in JSON (`inlineData`), or by the one of the API's definition (`inline_data`): Google's servers take either
 * (protocol buffers' JSON mapping). Null is absent.
 */
export function readMember(object: JsonObject, name: string): JsonValue | undefined {
  return object[name] ?? object[snakeName(name)] ?? undefined;
}

/** `inlineData` as the API's definition writes it: `inline_data`. */
export function snakeName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

export function readObject(object: JsonObject, name: string): JsonObject | undefined {
  const value = readMember(object, name);
  return isJsonObject(value) ? value : undefined;
}

/** The objects of a list. Google's servers take a single object for a list of one, as their own examples write `parts`. */
export function readObjects(object: JsonObject, name: string): readonly JsonObject[] {
  const value = readMember(object, name);
  if (isJsonObject(value)) return [value];
  return Array.isArray(value) ? (value as readonly JsonValue[]).filter(isJsonObject) : [];
}

/** A text member, or the empty text. */
export function readText(object: JsonObject, name: string): string {
  const value = readMember(object, name);
  return typeof value === 'string' ? value : '';
}
