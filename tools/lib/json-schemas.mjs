/** What says nothing of which values are valid. */
const NOTES = new Set([
  'default',
  'deprecated',
  'description',
  'discriminator',
  'example',
  'examples',
  'format',
  'title',
]);

/** The schemas that these roots (names, or anything that refers to schemas) lead to, however far, in order of their names. */
export function reachable(schemas, roots) {
  const found = new Set();
  const visit = (value) => {
    for (const [, name] of JSON.stringify(value).matchAll(/"#\/components\/schemas\/([^"/]+)"/g)) {
      if (found.has(name)) continue;
      found.add(name);
      visit(schemas[name]);
    }
  };
  visit(roots);
  return [...found].sort();
}

/** A schema of an OpenAPI document as JSON Schema draft 7 has it, without notes; `self` is what a recursive reference in it means. */
export function cut(schema, self) {
  if (Array.isArray(schema)) return schema.map((item) => cut(item, self));
  if (typeof schema !== 'object' || schema === null) return schema;
  const { nullable, ...rest } = schema;
  const entries = Object.entries(rest).flatMap(([name, value]) => cutMember(name, value, self));
  const kept = Object.fromEntries(entries);
  // a remnant of OpenAPI 3.0
  return nullable === true ? { anyOf: [kept, { type: 'null' }] } : kept;
}

function cutMember(name, value, self) {
  if (NOTES.has(name) || name.startsWith('x-') || name === '$recursiveAnchor') return [];
  // its unions are told apart by `type`, and some branches hold others: one that fits is enough
  if (name === 'oneOf') return [['anyOf', cut(value, self)]];
  if (name === '$recursiveRef') return [['$ref', `#/definitions/${self}`]];
  if (name === '$ref') return [[name, value.replace('#/components/schemas/', '#/definitions/')]];
  if (name === 'enum' || name === 'const' || name === 'required') return [[name, value]];
  if (name === 'properties')
    return [[name, Object.fromEntries(Object.entries(value).map(([member, schema]) => [member, cut(schema, self)]))]];
  return [[name, cut(value, self)]];
}
