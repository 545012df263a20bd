import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import { type Member, type Node, oneOf } from './node.js';
import { OWN, textFor } from './values.js';

/** A JSON Schema as a request is made up from it; references are to `definitions`. */
export function ofJsonSchema(schema: JsonObject, definitions: JsonObject, name = ''): Node {
  const read = (part: JsonValue | undefined, inner = name): Node =>
    ofJsonSchema(isJsonObject(part) ? part : {}, definitions, inner);
  const { $ref: reference, anyOf, oneOf: one, enum: words, type, items } = schema;
  if (typeof reference === 'string') {
    const title = reference.split('/').at(-1) ?? '';
    const target = read(definitions[title]);
    return target.kind === 'object' ? { ...target, name: title } : target;
  }
  const options = [anyOf, one].find((union) => Array.isArray(union)) as readonly JsonValue[] | undefined;
  if (options !== undefined) {
    const told = options.filter((option) => !(isJsonObject(option) && option['type'] === 'null'));
    const [first, second] = told;
    return second === undefined ? read(first) : { kind: 'choice', options: told.map((option) => read(option)) };
  }
  if (Array.isArray(words)) return oneOf(words as readonly JsonValue[]);
  const members = membersOf(schema, definitions);
  if (members.length > 0) return { kind: 'object', name: JSON.stringify(Object.keys(members)) + name, members };
  switch (type) {
    case 'array':
      return { kind: 'list', item: () => read(items) };
    case 'boolean':
      return oneOf([true, false]);
    case 'integer':
    case 'number':
      return { kind: 'leaf', value: 7, other: 12_000 };
    case 'string':
      return leaf(textFor(name));
    default:
      return leaf(OWN);
  }
}

function leaf([value, other]: readonly [JsonValue, JsonValue]): Node {
  return { kind: 'leaf', value, other };
}

/** Those of all the schemas that it consists of. */
function membersOf(schema: JsonObject, definitions: JsonObject): readonly Member[] {
  const { $ref: reference, allOf, properties, required } = schema;
  if (typeof reference === 'string')
    return membersOf(definitions[reference.split('/').at(-1) ?? ''] as JsonObject, definitions);
  const parts = Array.isArray(allOf) ? (allOf as readonly JsonObject[]) : [];
  const demanded = Array.isArray(required) ? required : [];
  const own = Object.entries(isJsonObject(properties) ? properties : {}).map(([name, part]): Member => ({
    name,
    required: demanded.includes(name),
    node: () => ofJsonSchema(part as JsonObject, definitions, name),
  }));
  return [...parts.flatMap((part) => membersOf(part, definitions)), ...own];
}
