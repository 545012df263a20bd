import { isExactNumber } from './exact-number.js';
import { isJsonObject } from './json.js';
import { parseJson } from './parse-json.js';

const written = (text: string): string => JSON.stringify(parseJson(text));

describe('parseJson', () => {
  it.each([
    '12345678901234567890',
    '-9007199254740993',
    '18446744073709551615',
    '0.12345678901234567',
    '12345678.123456789012',
    '1e400',
    '-1E-400',
    '4.9406564584124654e-324',
  ])('writes %s again as it was, wherever it stands', (number) => {
    const text = `{"a":[${number},{"b":${number}}],"c":"x"}`;
    expect(written(text)).toBe(text);
    expect(isExactNumber(parseJson(number))).toBe(true);
  });

  it.each([
    ['9007199254740992', 9007199254740992],
    ['100000000000000000000', 1e20],
    ['1.0', 1],
    ['1e2', 100],
    ['10.10', 10.1],
    ['0.1000000000000000', 0.1],
    ['-0.0000000000000000', -0],
    ['0e400', 0],
    ['1.7976931348623157e308', Number.MAX_VALUE],
    ['5e-324', Number.MIN_VALUE],
    ['0.30000000000000004', 0.1 + 0.2],
  ])('gives %s as the double that it is', (text, value) => {
    expect(parseJson(text)).toBe(value);
  });

  it('takes digits in a string, with its escapes, for no number', () => {
    const value = { a: '\\": 12345678901234567890', '12345678901234567890': '1e400' };
    expect(parseJson(JSON.stringify(value))).toEqual(value);
  });

  it('holds an exact number for no object, and a member named like its own for nothing special', () => {
    expect(isJsonObject(parseJson('12345678901234567890'))).toBe(false);
    expect(isExactNumber(parseJson('{"rawJSON":"1"}'))).toBe(false);
  });

  it('keeps members as JSON.parse does beside an exact number', () => {
    const text = '{"n":12345678901234567890,"__proto__":{"x":null},"a":[],"b":{},"n2":1,"n2":2}';
    expect(written(text)).toBe('{"n":12345678901234567890,"__proto__":{"x":null},"a":[],"b":{},"n2":2}');
  });

  it.each([`1${'0'.repeat(1_000_000)}1`, `0.${'1'.repeat(99)}`, '1e4000', '-1E-0400'])(
    'reads %.9s… as JSON.parse does: no such number is meant, and a database refuses it',
    (number) => {
      expect(parseJson(number)).toBe(JSON.parse(number));
    },
  );

  it.each(['', '{', '{"a":12345678901234567890', '012345678901234567890', '1.2.3.4.5.6.7.8.9.0'])(
    'refuses %j',
    (text) => {
      expect(() => parseJson(text)).toThrow(SyntaxError);
    },
  );
});
