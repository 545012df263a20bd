import { asksUsage, otherStreamOptions } from './stream-options.js';

it.each([
  [{ stream: true, stream_options: { include_usage: true } }, true],
  [{ stream: true, stream_options: { include_usage: false } }, false],
  [{ stream: true }, false],
  [{ stream: false, stream_options: { include_usage: true } }, false],
  [{ stream_options: { include_usage: true } }, false],
])('the usage of a stream is asked for by %j: %s', (body, expected) => {
  expect(asksUsage(body)).toBe(expected);
});

it('what the client says of its stream is kept, but for the usage', () => {
  expect(otherStreamOptions({ include_usage: true, include_obfuscation: false })).toEqual({
    include_obfuscation: false,
  });
  expect(otherStreamOptions({ include_usage: true })).toBeUndefined();
});
