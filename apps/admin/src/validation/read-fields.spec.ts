import { Field } from './field.decorator.js';
import { NUMBER, OBJECT, TEXT } from './field-kinds.js';
import { readFields } from './read-fields.js';

const described = { description: 'of a test', schema: { type: 'string' } } as const;

class Above {
  @Field(TEXT, described)
  readonly name?: string;

  @Field(TEXT, described)
  readonly amount?: unknown = 'unsaid';
}

class Below extends Above {
  @Field(NUMBER, described)
  declare readonly amount?: number;

  @Field(OBJECT, described)
  readonly free?: object;
}

describe('an instance of a DTO', () => {
  it('has the fields of the class and of those above it, each as the nearest says, and nothing else', () => {
    const read = readFields(Below, { name: 'x', amount: '5', other: 1, ['__proto__']: { name: 'y' } });
    expect(read).toBeInstanceOf(Below);
    expect({ ...read }).toMatchObject({ name: 'x', amount: 5 });
    expect(Object.keys(read)).not.toContain('other');
  });

  it('keeps what the class gives where nothing was sent, and null where null was', () => {
    expect(readFields(Above, {}).amount).toBe('unsaid');
    expect(readFields(Above, { amount: null }).amount).toBeNull();
  });

  it('looks at no member but its own, however many were sent', () => {
    const asked: string[] = [];
    const members = Object.fromEntries(Array.from({ length: 1_000 }, (_one, index) => [`k${String(index)}`, {}]));
    const free = new Proxy(members, { ownKeys: (target) => (asked.push('free'), Reflect.ownKeys(target)) });
    const sent = new Proxy(
      { ...members, free },
      { get: (target, name) => (asked.push(String(name)), Reflect.get(target, name)) },
    );
    expect(readFields(Below, sent).free).toBe(free);
    expect(asked.filter((name) => name.startsWith('k'))).toEqual([]);
  });
});
