import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';

/** A JSON schema with `additionalProperties: false` on every object that says nothing of it: Anthropic's structured output insists. */
export function closeObjects(schema: JsonObject): JsonObject {
  const closed = Object.fromEntries(
    Object.entries(schema).map(([name, value]) => [name, value === undefined ? undefined : closeMember(name, value)]),
  );
  const isObject = schema['type'] === 'object' || schema['properties'] !== undefined;
  return isObject && schema['additionalProperties'] === undefined ? { ...closed, additionalProperties: false } : closed;
}

/** Names that hold schemas by name, and names that hold one schema or a list; everything else is data (`enum`, `default` …). */
function closeMember(name: string, value: JsonValue): JsonValue {
  if (['properties', '$defs', 'definitions'].includes(name) && isJsonObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [key, isJsonObject(member) ? closeObjects(member) : member]),
    );
  }
  if (['items', 'anyOf', 'oneOf', 'allOf', 'prefixItems', 'not'].includes(name)) {
    if (isJsonObject(value)) return closeObjects(value);
    if (Array.isArray(value)) {
      return (value as readonly JsonValue[]).map((item) => (isJsonObject(item) ? closeObjects(item) : item));
    }
  }
  return value;
}
