import { objectSchema } from './object-schema.js';

const node = { type: 'object', properties: { next: { $ref: '#/$defs/Node' } } };
const wrapping = (value: object, more: object = {}): object => ({
  type: 'object',
  properties: { value },
  required: ['value'],
  additionalProperties: false,
  ...more,
});

it.each([
  ['an object', node, node],
  ['properties alone', { properties: { a: {} } }, { type: 'object', properties: { a: {} } }],
  [
    'a reference to one of its own definitions',
    { $ref: '#/$defs/Node', $defs: { Node: node } },
    { ...node, $defs: { Node: node } },
  ],
  [
    'the older form of one',
    { $ref: '#/definitions/N', definitions: { N: node } },
    { ...node, definitions: { N: node } },
  ],
])('%s stays what it is', (_what, schema, taken) => {
  expect(objectSchema(schema)).toEqual({ schema: taken, wraps: false });
});

it.each([
  ['a list', { type: 'array', items: {} }, wrapping({ type: 'array', items: {} })],
  ['a choice', { anyOf: [node] }, wrapping({ anyOf: [node] })],
  ['anything', {}, wrapping({})],
  ['an object or nothing', { type: ['object', 'null'] }, wrapping({ type: ['object', 'null'] })],
  [
    'a list of a definition, which stays at the top',
    { type: 'array', items: { $ref: '#/$defs/Node' }, $defs: { Node: node } },
    wrapping({ type: 'array', items: { $ref: '#/$defs/Node' } }, { $defs: { Node: node } }),
  ],
])('%s is wrapped', (_what, schema, taken) => {
  expect(objectSchema(schema)).toEqual({ schema: taken, wraps: true });
});
