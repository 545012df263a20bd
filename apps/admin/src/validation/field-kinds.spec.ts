import {
  ANY,
  BATCH,
  BATCH_MAX,
  choiceOf,
  FLAG,
  INTEGER,
  integerBetween,
  ITEMS_MAX,
  LARGE_OBJECT,
  LIST,
  LONG_TEXT,
  NUMBER,
  OBJECT,
  TEXT,
  TEXT_LIST,
  TEXT_MAP,
  VALUES_MAX,
} from './field-kinds.js';

const typesOf = (outcome: ReturnType<typeof TEXT.parse>): readonly string[] =>
  outcome.ok ? [] : outcome.error.map(({ type, path }) => [type, ...path].join('.'));

describe('field kinds read JSON as LiteLLM does', () => {
  it.each([
    [10, 10],
    ['10.5', 10.5],
    [' 1e3 ', 1000],
    ['inf', Infinity],
  ])('a number may be %p', (value, expected) => {
    expect(NUMBER.parse(value)).toEqual({ ok: true, value: expected });
  });

  it.each([
    ['ten', 'float_parsing'],
    ['', 'float_parsing'],
    ['0x10', 'float_parsing'],
    [true, 'float_type'],
    [[1], 'float_type'],
    [{}, 'float_type'],
  ])('a number is not %p', (value, type) => {
    expect(typesOf(NUMBER.parse(value))).toEqual([type]);
  });

  it.each([
    [1.5, 'int_from_float'],
    ['1.5', 'int_parsing'],
    ['many', 'int_parsing'],
    [null, 'int_type'],
    [true, 'int_type'],
    [1e300, 'int_parsing_size'],
  ])('an integer is not %p', (value, type) => {
    expect(typesOf(INTEGER.parse(value))).toEqual([type]);
  });

  it('an integer may be written as text or with a zero fraction', () => {
    expect(INTEGER.parse('7')).toEqual({ ok: true, value: 7 });
    expect(INTEGER.parse(7.0)).toEqual({ ok: true, value: 7 });
  });

  it.each([
    ['yes', true],
    ['0', false],
    ['OFF', false],
    [1, true],
  ])('a flag may be %p', (value, expected) => {
    expect(FLAG.parse(value)).toEqual({ ok: true, value: expected });
  });

  it('a flag is neither another word nor a list', () => {
    expect(typesOf(FLAG.parse('maybe'))).toEqual(['bool_parsing']);
    expect(typesOf(FLAG.parse([]))).toEqual(['bool_type']);
  });

  it('names the faulty members of lists and maps', () => {
    expect(typesOf(TEXT_LIST.parse(['a', 1, null]))).toEqual(['string_type.1', 'string_type.2']);
    expect(typesOf(TEXT_MAP.parse({ a: 'b', c: 3 }))).toEqual(['string_type.c']);
    expect(typesOf(TEXT_LIST.parse('a'))).toEqual(['list_type']);
    expect(typesOf(OBJECT.parse([]))).toEqual(['dict_type']);
  });

  it('calls an absent required field missing', () => {
    expect(typesOf(TEXT.parse(undefined))).toEqual(['missing']);
    expect(typesOf(TEXT.parse(null))).toEqual(['string_type']);
  });

  it('refuses text that PostgreSQL cannot hold, wherever it stands', () => {
    expect(typesOf(TEXT.parse('a\0b'))).toEqual(['string_unicode']);
    expect(typesOf(TEXT.parse('a\ud800'))).toEqual(['string_unicode']);
    expect(typesOf(OBJECT.parse({ deep: [{ 'na\0me': 1 }] }))).toEqual(['string_unicode']);
    expect(typesOf(OBJECT.parse({ deep: ['\udfff'] }))).toEqual(['string_unicode']);
    expect(OBJECT.parse({ fine: ['\\u0000', '😀', 'été'] }).ok).toBe(true);
  });

  it('says which values a choice has', () => {
    expect(choiceOf(['asc', 'desc']).parse('up')).toEqual({
      ok: false,
      error: [{ type: 'enum', msg: "Input should be 'asc' or 'desc'", path: [] }],
    });
  });

  it('says which bound an integer breaks', () => {
    expect(typesOf(integerBetween(1, 100).parse('0'))).toEqual(['greater_than_equal']);
    expect(typesOf(integerBetween(1, 100).parse('101'))).toEqual(['less_than_equal']);
    expect(integerBetween(1, 100).parse('100')).toEqual({ ok: true, value: 100 });
  });

  it('a list has a bound, which its refusal says', () => {
    const texts = (length: number): readonly string[] => Array.from({ length }, () => 'x');
    for (const kind of [TEXT_LIST, LIST, ANY]) {
      expect(kind.parse(texts(ITEMS_MAX)).ok).toBe(true);
      expect(kind.parse(texts(ITEMS_MAX + 1))).toEqual({
        ok: false,
        error: [{ type: 'too_long', msg: 'List should have at most 10000 items, not 10001', path: [] }],
      });
    }
    expect(BATCH.parse(texts(BATCH_MAX)).ok).toBe(true);
    expect(BATCH.parse(texts(BATCH_MAX + 1))).toMatchObject({
      error: [{ msg: 'List should have at most 1000 items, not 1001. Ask again with the rest' }],
    });
  });

  it('an object has a bound as well, one that is kept with a key at whatever depth', () => {
    const members = (length: number): object =>
      Object.fromEntries(Array.from({ length }, (_, n) => [`k${String(n)}`, 'x']));
    for (const kind of [LARGE_OBJECT, ANY]) {
      expect(kind.parse(members(ITEMS_MAX)).ok).toBe(true);
      expect(kind.parse(members(ITEMS_MAX + 1))).toEqual({
        ok: false,
        error: [{ type: 'too_long', msg: 'Dictionary should have at most 10000 items, not 10001', path: [] }],
      });
    }
    const error = [{ type: 'too_long', msg: 'Dictionary should have at most 1000 values in all', path: [] }];
    for (const kind of [OBJECT, TEXT_MAP]) {
      expect(kind.parse(members(VALUES_MAX)).ok).toBe(true);
      expect(kind.parse(members(VALUES_MAX + 1))).toEqual({ ok: false, error });
    }
    const nested = (length: number): object => ({ a: { b: [members(length)] } });
    expect(OBJECT.parse(nested(VALUES_MAX - 3)).ok).toBe(true);
    expect(OBJECT.parse(nested(VALUES_MAX - 2))).toEqual({ ok: false, error });
  });

  it('a name is as long as an index can hold, in bytes, wherever it stands; a description is longer', () => {
    expect(typesOf(TEXT.parse('x'.repeat(1_024)))).toEqual([]);
    for (const long of ['x'.repeat(1_025), 'ü'.repeat(513)]) {
      expect(typesOf(TEXT.parse(long))).toEqual(['string_too_long']);
      expect(typesOf(TEXT_LIST.parse(['a', long]))).toEqual(['string_too_long.1']);
      expect(typesOf(TEXT_MAP.parse({ a: long }))).toEqual(['string_too_long.a']);
      expect(typesOf(LONG_TEXT.parse(long))).toEqual([]);
    }
    expect(typesOf(LONG_TEXT.parse('x'.repeat(16_385)))).toEqual(['string_too_long']);
  });
});
