import { isJsonObject, type JsonObject } from '@tollgate/kernel';

const LOCAL = /^#\/(\$defs|definitions)\/([^/]+)$/;

/** The member of a wrapping object that is the answer. */
export const WRAPPED = 'value';

export interface ObjectSchema {
  readonly schema: JsonObject;
  /** It is of an object around the answer: what is wanted is its member `value`. */
  readonly wraps: boolean;
}

/**
 * A schema with `"type": "object"` at the top, as tools and OpenAI's structured outputs want it: a reference there to one of the schema's own
 * definitions (what generators write for a type that holds itself) is followed, properties alone are those of an object, and what is none
 * of an object (a list, a choice) is wrapped in one.
 */
export function objectSchema(schema: JsonObject): ObjectSchema {
  const { type, $ref, ...others } = schema;
  if (type === 'object') return { schema, wraps: false };
  const named = typeof $ref === 'string' ? definitionOf(schema, $ref) : undefined;
  if (named?.['type'] === 'object') return { schema: { ...named, ...others }, wraps: false };
  if (type === undefined && isJsonObject(schema['properties']))
    return { schema: { ...schema, type: 'object' }, wraps: false };
  return { schema: wrap(schema), wraps: true };
}

/** References within it begin at the top, where its definitions go. */
function wrap({ $defs, definitions, ...value }: JsonObject): JsonObject {
  return {
    type: 'object',
    properties: { [WRAPPED]: value },
    required: [WRAPPED],
    additionalProperties: false,
    ...($defs !== undefined && { $defs }),
    ...(definitions !== undefined && { definitions }),
  };
}

function definitionOf(schema: JsonObject, reference: string): JsonObject | undefined {
  const [, place = '', name = ''] = LOCAL.exec(reference) ?? [];
  const definitions = schema[place];
  const named = isJsonObject(definitions) ? definitions[name] : undefined;
  return isJsonObject(named) ? named : undefined;
}
