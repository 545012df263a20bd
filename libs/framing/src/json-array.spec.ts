import fc from 'fast-check';
import { EVENT_BYTES_MAX } from './framing.js';
import { jsonArray } from './json-array.js';

const TEXT = '[{"a":"x,]}\\"\\\\","b":[1,[2],{}]}\n,\r\n{"c":"é"},\r\n"p,q]\\""\n]\n';
const ELEMENTS = ['{"a":"x,]}\\"\\\\","b":[1,[2],{}]}', '{"c":"é"}', '"p,q]\\""'];

function decode(pieces: readonly Uint8Array[]): readonly string[] {
  const decoder = jsonArray.openDecoder();
  return [...pieces.flatMap((piece) => decoder.push(piece)), ...decoder.end()].map(({ data }) => data);
}

describe('a JSON array as a stream', () => {
  it('gives its elements, whatever they hold', () => {
    expect(decode([Buffer.from(TEXT)])).toEqual(ELEMENTS);
  });

  it('gives the same however the bytes are split', () => {
    const bytes = Buffer.from(TEXT);
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: bytes.length })), (cuts) => {
        const edges = [0, ...cuts.sort((a, b) => a - b), bytes.length];
        expect(decode(edges.slice(1).map((edge, at) => bytes.subarray(edges[at] ?? 0, edge)))).toEqual(ELEMENTS);
      }),
    );
  });

  it('gives each element as soon as it is whole', () => {
    const decoder = jsonArray.openDecoder();
    expect(decoder.push(Buffer.from('[{"a":1}'))).toEqual([]);
    expect(decoder.push(Buffer.from(',\r\n{"b"'))).toEqual([{ data: '{"a":1}' }]);
    expect(decoder.push(Buffer.from(':2}]'))).toEqual([{ data: '{"b":2}' }]);
  });

  it('gives no half of an element that was cut off', () => {
    expect(decode([Buffer.from('[{"a":1},{"b":')])).toEqual(['{"a":1}']);
  });

  it('refuses an element that never ends', () => {
    expect(() => decode([Buffer.from(`["${'x'.repeat(EVENT_BYTES_MAX)}`)])).toThrow(/larger than/);
  });
});
