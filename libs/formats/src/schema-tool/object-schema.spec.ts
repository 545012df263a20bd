import { objectSchema } from './object-schema.js';

const node = { type: 'object', properties: { next: { $ref: '#/$defs/Node' } } };

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
  ['a list', { type: 'array', items: {} }, undefined],
  ['a choice', { anyOf: [node] }, undefined],
  ['anything', {}, undefined],
  ['a reference to nowhere', { $ref: '#/$defs/Node' }, undefined],
  ['a reference elsewhere', { $ref: 'https://example.com/node.json' }, undefined],
  ['a reference to a list', { $ref: '#/$defs/L', $defs: { L: { type: 'array' } } }, undefined],
])('%s as the input of a tool', (_what, schema, taken) => {
  expect(objectSchema(schema)).toEqual(taken);
});
