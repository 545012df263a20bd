import fc from 'fast-check';
import { WrappedAnswer } from './wrapped-answer.js';

const unwrap = (...pieces: readonly string[]): string => {
  const answer = new WrappedAnswer();
  return pieces.map((piece) => answer.push(piece)).join('');
};

it.each([
  ['{"value":[1,2]}', '[1,2]'],
  ['{ "value" : [1, {"a": "]}"}] }\n', '[1, {"a": "]}"}]'],
  ['{"value":"a \\"quoted\\" }"}', '"a \\"quoted\\" }"'],
  ['{"value": 1.50 }', '1.50'],
  ['{"value":null}', 'null'],
  ['{"value":{"value":1}}', '{"value":1}'],
])('%s holds %s', (text, answer) => {
  expect(unwrap(text)).toBe(answer);
  expect(unwrap(...text)).toBe(answer);
});

it.each(['[1,2]', 'Sorry, no.', '{"values":[1]}', '"value"'])('%s is no such object, and goes through', (text) => {
  expect(unwrap(...text)).toBe(text);
});

it('gives back any value that was wrapped, however it is cut', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.array(fc.nat(), { maxLength: 8 }), fc.boolean(), (value, cuts, spaced) => {
      const text = JSON.stringify({ value }, null, spaced ? 2 : 0);
      const places = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((a, b) => a - b);
      const pieces = [0, ...places].map((from, index) => text.slice(from, places[index] ?? text.length));
      expect(JSON.parse(unwrap(...pieces))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

it('of which the end is missing is as far as it came', () => {
  expect(unwrap('{"value":[1,{"a":')).toBe('[1,{"a":');
});
