import fc from 'fast-check';
import type { WireEvent } from '@tollgate/canonical';
import { EVENT_BYTES_MAX, EventTooLarge } from './framing.js';
import { jsonLines } from './json-lines.js';

function decode(...pieces: readonly (string | Uint8Array)[]): readonly WireEvent[] {
  const decoder = jsonLines.openDecoder();
  const bytes = pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : piece));
  return [...bytes.flatMap((piece) => decoder.push(piece)), ...decoder.end()];
}

describe('json lines', () => {
  test.each([
    ['ended by LF', '{"a":1}\n{"a":2}\n', ['{"a":1}', '{"a":2}']],
    ['ended by CRLF', '{"a":1}\r\n', ['{"a":1}']],
    ['among empty ones', '\n\n{"a":1}\n \n', ['{"a":1}']],
    ['the last of which has no end', '{"a":1}\n{"a":2}', ['{"a":1}', '{"a":2}']],
    ['the last of which is not whole', '{"a":1}\n{"a"', ['{"a":1}']],
    ['of none', '', []],
  ])('reads lines %s', (_, text, lines) => {
    expect(decode(text)).toEqual(lines.map((data) => ({ data })));
  });

  test('any split of the bytes, inside a character too, gives the same events', () => {
    const bytes = Buffer.from('{"t":"grüße 👋"}\r\n\n{"t":"x"}\n{"t":"y"}');
    const whole = decode(bytes);
    expect(whole).toHaveLength(3);
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: bytes.length }), { maxLength: 20 }), (cuts) => {
        const edges = [0, ...cuts.sort((a, b) => a - b), bytes.length];
        expect(decode(...edges.slice(1).map((edge, at) => bytes.subarray(edges[at] ?? 0, edge)))).toEqual(whole);
      }),
      { numRuns: 200, seed: 5 },
    );
  });

  test('a line that never ends is given up', () => {
    const decoder = jsonLines.openDecoder();
    const piece = Buffer.alloc(EVENT_BYTES_MAX / 4, 'x');
    expect(() => {
      for (let count = 0; count < 5; count += 1) decoder.push(piece);
    }).toThrow(EventTooLarge);
  });

  test('what is behind a line is counted anew', () => {
    const decoder = jsonLines.openDecoder();
    const piece = Buffer.concat([Buffer.from('\n'), Buffer.alloc(EVENT_BYTES_MAX / 2, '1')]);
    for (let count = 0; count < 4; count += 1) decoder.push(piece);
    expect(decoder.end()).toHaveLength(1);
  });

  test('writes one line an event', () => {
    expect(jsonLines.encode({ data: '{"a":1}' })).toBe('{"a":1}\n');
  });
});
