import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';

/**
 * A member by its name in JSON (`inlineData`), or by the one of the API's definition (`inline_data`): Google's servers take either
 * (protocol buffers' JSON mapping). Null is absent.
 */
export function readMember(object: JsonObject, name: string): JsonValue | undefined {
  const value = object[name];
  if (value !== undefined && value !== null) return value;
  return object[SNAKE_NAMES.get(name) ?? remember(name)] ?? undefined;
}

/** Members that are looked for: a name is most often asked for where it is absent, several times in each event of a stream. */
const SNAKE_NAMES = new Map<string, string>();
const SNAKE_NAMES_MAX = 1_000;

function remember(name: string): string {
  const snake = snakeName(name);
  if (SNAKE_NAMES.size < SNAKE_NAMES_MAX) SNAKE_NAMES.set(name, snake);
  return snake;
}

/** `inlineData` as the API's definition writes it: `inline_data`. */
export function snakeName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

export function readObject(object: JsonObject, name: string): JsonObject | undefined {
  const value = readMember(object, name);
  return isJsonObject(value) ? value : undefined;
}

const NONE: readonly JsonObject[] = [];

/** The objects of a list. Google's servers take a single object for a list of one, as their own examples write `parts`. */
export function readObjects(object: JsonObject, name: string): readonly JsonObject[] {
  const value = readMember(object, name);
  if (isJsonObject(value)) return [value];
  if (!Array.isArray(value)) return NONE;
  const items = value as readonly JsonValue[];
  return items.every(isJsonObject) ? items : items.filter(isJsonObject);
}

/** A text member, or the empty text. */
export function readText(object: JsonObject, name: string): string {
  const value = readMember(object, name);
  return typeof value === 'string' ? value : '';
}
