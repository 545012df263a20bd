import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';

/** Members that the API's definition has as 64-bit integers, which JSON clients write as text. */
const COUNTS = new Set(['minItems', 'maxItems', 'minLength', 'maxLength', 'minProperties', 'maxProperties']);

/**
 * A schema as the dialect writes it (a subset of OpenAPI 3.0: types in capitals, `nullable`) as JSON Schema, which every other one
 * takes. A schema that already is JSON Schema comes out as it was.
 */
export function toJsonSchema(schema: JsonObject): JsonObject {
  const members: Record<string, JsonValue | undefined> = {};
  for (const [name, value] of Object.entries(schema)) {
    if (value === undefined || name === 'nullable' || name === 'propertyOrdering') continue;
    members[name] = convertMember(name, value);
  }
  const { type, properties } = members;
  const order = schema['propertyOrdering'];
  if (isJsonObject(properties) && Array.isArray(order)) members['properties'] = inOrder(properties, order);
  if (schema['nullable'] !== true || typeof type !== 'string') return members;
  return { ...members, type: [type, 'null'] };
}

/** JSON Schema has no other order than that in which they stand. */
function inOrder(properties: JsonObject, order: readonly JsonValue[]): JsonObject {
  const first = order.filter((name) => typeof name === 'string' && Object.hasOwn(properties, name)) as string[];
  return { ...Object.fromEntries(first.map((name) => [name, properties[name]])), ...properties };
}

function convertMember(name: string, value: JsonValue): JsonValue {
  if (name === 'type' && typeof value === 'string') return value.toLowerCase();
  if (COUNTS.has(name) && typeof value === 'string' && /^\d+$/.test(value)) return Number(value);
  if (name === 'properties' && isJsonObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [key, isJsonObject(member) ? toJsonSchema(member) : member]),
    );
  }
  if (name === 'items' && isJsonObject(value)) return toJsonSchema(value);
  if (name !== 'anyOf' || !Array.isArray(value)) return value;
  return (value as readonly JsonValue[]).map((item) => (isJsonObject(item) ? toJsonSchema(item) : item));
}
