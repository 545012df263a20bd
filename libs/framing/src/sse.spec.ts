import fc from 'fast-check';
import type { WireEvent } from '@tollgate/canonical';
import { EVENT_BYTES_MAX, EventTooLarge } from './framing.js';
import { sse } from './sse.js';

function decode(...pieces: readonly (string | Uint8Array)[]): readonly WireEvent[] {
  const decoder = sse.openDecoder();
  const bytes = pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : piece));
  return [...bytes.flatMap((piece) => decoder.push(piece)), ...decoder.end()];
}

describe('sse', () => {
  test.each([
    ['with a space after the colon', 'data: {"a":1}\n\n', [{ data: '{"a":1}' }]],
    ['without it', 'data:{"a":1}\n\n', [{ data: '{"a":1}' }]],
    ['with CRLF', 'event: x\r\ndata: 1\r\n\r\n', [{ event: 'x', data: '1' }]],
    ['with CR alone', 'data: 1\r\rdata: 2\r\r', [{ data: '1' }, { data: '2' }]],
    ['among comments, ids and retries', ': PROCESSING\n\nid: 7\nretry: 5\ndata: 1\n\n', [{ data: '1' }]],
    ['over several lines', 'data: a\ndata: b\n\n', [{ data: 'a\nb' }]],
    ['after a byte order mark', '\ufeffdata: 1\n\n', [{ data: '1' }]],
    ['with a name', 'event: ping\ndata: {"type":"ping"}\n\n', [{ event: 'ping', data: '{"type":"ping"}' }]],
  ])('reads an event %s', (_, text, events) => {
    expect(decode(text)).toEqual(events);
  });

  test('any split of the bytes, inside a character too, gives the same events', () => {
    const bytes = Buffer.from('event: a\r\ndata: {"t":"grüße 👋"}\r\n\r\n: c\r\ndata: x\ndata: y\n\ndata: [DONE]\n\n');
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

  test.each([
    ['a whole event whose blank line is missing', 'data: {"a":1}\n', [{ data: '{"a":1}' }]],
    [
      'a terminator without any line ending',
      'data: {"a":1}\n\ndata: [DONE]',
      [{ data: '{"a":1}' }, { data: '[DONE]' }],
    ],
    ['no event that was cut in the middle of its JSON', 'data: {"a":1}\n\ndata: {"a":', [{ data: '{"a":1}' }]],
  ])('the end of the bytes gives %s', (_, text, events) => {
    expect(decode(text)).toEqual(events);
  });

  describe('an event that is too large', () => {
    const PIECE = Buffer.alloc(64 * 1024, 'a');
    const PIECES_MAX = EVENT_BYTES_MAX / PIECE.length;

    /** Bytes that a decoder took before it gave up; undefined: it never did. */
    function takes(first: string, piece: Uint8Array): number | undefined {
      const decoder = sse.openDecoder();
      let taken = 0;
      try {
        decoder.push(Buffer.from(first));
        for (; taken < 2 * EVENT_BYTES_MAX; taken += piece.length) decoder.push(piece);
      } catch (error) {
        expect(error).toBeInstanceOf(EventTooLarge);
        return taken;
      }
      return undefined;
    }

    test.each([
      ['a line that never ends', 'data: {"id":"', PIECE],
      ['lines that never come to a blank one', 'data: x\n', Buffer.from(`data: ${'a'.repeat(65_000)}\n`)],
      ['a name that never ends', 'event: ', PIECE],
      ['a comment that never ends', 'data: x\n\n: ', PIECE],
    ])('is given up at its bound: %s', (_, first, piece) => {
      expect(takes(first, piece)).toBeLessThanOrEqual(EVENT_BYTES_MAX);
    });

    test('in very many short lines is given up earlier: each costs more memory than its bytes', () => {
      expect(takes('data: x\n', Buffer.from('data:\n'.repeat(10_000)))).toBeLessThan(EVENT_BYTES_MAX / 4);
    });

    test('is one that came in one piece, too', () => {
      const decoder = sse.openDecoder();
      expect(() => decoder.push(Buffer.from(`data: ${'a'.repeat(EVENT_BYTES_MAX + 1)}\n\n`))).toThrow(EventTooLarge);
    });

    test('is none of many that are long, one after the other', () => {
      const decoder = sse.openDecoder();
      const long = Math.floor(PIECES_MAX * 0.9);
      for (let round = 0; round < 3; round += 1) {
        decoder.push(Buffer.from('data: '));
        for (let piece = 0; piece < long; piece += 1) decoder.push(PIECE);
        expect(decoder.push(Buffer.from('\n\n')).map(({ data }) => data.length)).toEqual([long * PIECE.length]);
      }
    });
  });

  test('what is encoded is decoded to the same event', () => {
    const event = fc.record(
      {
        event: fc.stringMatching(/^[a-z_]{1,12}$/),
        data: fc.string({ unit: 'grapheme' }).map((text) => text.replace(/\r\n?/g, '\n')),
      },
      { requiredKeys: ['data'] },
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 5 }), (events) => {
        expect(decode(events.map((item) => sse.encode(item as WireEvent)).join(''))).toEqual(events);
      }),
      { numRuns: 200, seed: 6 },
    );
  });
});
