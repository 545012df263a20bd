import { describedSchema } from './described-schema.js';

it('a schema says what its client says of it, unless it says something itself', () => {
  const schema = { type: 'object' };
  expect(describedSchema({ schema })).toBe(schema);
  expect(describedSchema({ schema, description: 'd' })).toEqual({ type: 'object', description: 'd' });
  const own = { type: 'object', description: 'own' };
  expect(describedSchema({ schema: own, description: 'd' })).toBe(own);
});
