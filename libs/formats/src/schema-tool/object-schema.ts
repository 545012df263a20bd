import { isJsonObject, type JsonObject } from '@tollgate/kernel';

const LOCAL = /^#\/(\$defs|definitions)\/([^/]+)$/;

/**
 * A schema as a tool takes it, which wants `"type": "object"` at the top: a reference there to one of the schema's own definitions (what
 * generators write for a type that holds itself) is followed, and properties alone are those of an object. undefined: it is none of an
 * object.
 */
export function objectSchema(schema: JsonObject): JsonObject | undefined {
  const { type, $ref, ...others } = schema;
  if (type === 'object') return schema;
  if (typeof $ref === 'string') {
    const [, place = '', name = ''] = LOCAL.exec($ref) ?? [];
    const definitions = schema[place];
    const named = isJsonObject(definitions) ? definitions[name] : undefined;
    if (!isJsonObject(named) || named['type'] !== 'object') return undefined;
    return { ...named, ...others };
  }
  return type === undefined && isJsonObject(schema['properties']) ? { ...schema, type: 'object' } : undefined;
}
