import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';

const DEPTH_MAX = 16;

/** A plain value that fits a JSON Schema: its example, default or first word of an enum, else the simplest of its type. */
export function sampleFromSchema(schema: JsonValue | undefined, text: string, depth = 0): JsonValue {
  if (!isJsonObject(schema) || depth > DEPTH_MAX) return {};
  const given = readGiven(schema);
  if (given !== undefined) return given;
  switch (readType(schema)) {
    case 'string':
      return text;
    case 'integer':
    case 'number':
      return typeof schema['minimum'] === 'number' ? schema['minimum'] : 1;
    case 'boolean':
      return true;
    case 'array':
      return typeof schema['minItems'] === 'number' && schema['minItems'] > 0
        ? [sampleFromSchema(schema['items'], text, depth + 1)]
        : [];
    case 'null':
      return null;
    default:
      return sampleObject(schema, text, depth);
  }
}

function sampleObject(schema: JsonObject, text: string, depth: number): JsonObject {
  const { properties, required } = schema;
  if (!isJsonObject(properties)) return {};
  const names = Array.isArray(required)
    ? (required as readonly JsonValue[]).filter((name) => typeof name === 'string')
    : [];
  return Object.fromEntries(names.map((name) => [name, sampleFromSchema(properties[name], text, depth + 1)]));
}

function readGiven(schema: JsonObject): JsonValue | undefined {
  const lists = [schema['enum'], schema['examples']].map((list) =>
    Array.isArray(list) ? (list as readonly JsonValue[])[0] : undefined,
  );
  return [schema['const'], schema['default'], ...lists].find((value) => value !== undefined);
}

function readType(schema: JsonObject): JsonValue | undefined {
  const { type, anyOf } = schema;
  if (Array.isArray(type)) return (type as readonly JsonValue[])[0];
  if (type === undefined && Array.isArray(anyOf)) {
    const first = (anyOf as readonly JsonValue[])[0];
    return isJsonObject(first) ? first['type'] : undefined;
  }
  return type;
}
