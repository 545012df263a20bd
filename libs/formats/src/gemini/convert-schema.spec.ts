import { toJsonSchema } from './convert-schema.js';

describe('a schema in Gemini’s words', () => {
  it('says in JSON Schema’s that a value may be null', () => {
    expect(toJsonSchema({ type: 'STRING', nullable: true })).toEqual({ type: ['string', 'null'] });
  });

  it('has its properties in the order that it asks for, those without a place last', () => {
    const properties = { c: { type: 'STRING' }, a: { type: 'STRING' }, b: { type: 'STRING' } };
    const converted = toJsonSchema({ type: 'OBJECT', properties, propertyOrdering: ['a', 'b', 'elsewhere'] });
    expect(Object.keys(converted['properties'] ?? {})).toEqual(['a', 'b', 'c']);
    expect(converted).not.toHaveProperty('propertyOrdering');
  });
});
