import fc from 'fast-check';
import type { CanonicalChunk } from '@tollgate/canonical';
import { checkIntegers } from '../compare-usage.js';
import { checkStreamGrammar, foldStream } from '../fold-stream.js';
import type { Exchange } from '../recordings.js';
import type { FormatUnderTest } from './format-under-test.js';
import { plant } from './plant.js';
import { eventsOf, payloadsOf, pushAll, replaceData, runStream } from './run-stream.js';

/** What holds of every recorded stream. */
export function describeStreams(format: FormatUnderTest, streams: readonly Exchange[]): void {
  test.each(streams.map((exchange) => [exchange.name, exchange] as const))(
    '%s: splitting the bytes anywhere gives the same chunks',
    (_, exchange) => {
      const bytes = Buffer.from(exchange.stream ?? '');
      const whole = runStream(format, [bytes]);
      expect(
        runStream(
          format,
          [...bytes].map((byte) => Buffer.of(byte)),
        ),
      ).toEqual(whole);
      fc.assert(
        fc.property(fc.uniqueArray(fc.integer({ min: 0, max: bytes.length }), { maxLength: 12 }), (cuts) => {
          const edges = [0, ...cuts.sort((a, b) => a - b), bytes.length];
          const pieces = edges.slice(1).map((edge, at) => bytes.subarray(edges[at] ?? 0, edge));
          expect(runStream(format, pieces)).toEqual(whole);
        }),
        { numRuns: 20, seed: 17 },
      );
    },
  );

  test.each(streams.map((exchange) => [exchange.name, exchange] as const))(
    '%s: blocks open, fill and close; one finish each; then the end',
    (_, exchange) => {
      checkStreamGrammar(runStream(format, [Buffer.from(exchange.stream ?? '')]));
    },
  );

  test.each(streams.map((exchange) => [exchange.name, exchange] as const))(
    '%s: the deltas add up to the whole',
    (_, exchange) => {
      expect(foldStream(runStream(format, [Buffer.from(exchange.stream ?? '')]))).toEqual(
        format.sumStream(payloadsOf(format, exchange)),
      );
    },
  );

  test.each(streams.map((exchange) => [exchange.name, exchange] as const))(
    '%s: unknown members never change its meaning',
    (_, exchange) => {
      const events = eventsOf(format, exchange);
      const planted = events.map((event) => replaceData(event, (data) => plant(data, format.ownedMembers)));
      expect(pushAll(format, planted).map(dropWire)).toEqual(pushAll(format, events).map(dropWire));
    },
  );

  test.each(streams.map((exchange) => [exchange.name, exchange] as const))(
    '%s: usage is whole numbers',
    (_, exchange) => {
      const chunks = runStream(format, [Buffer.from(exchange.stream ?? '')]);
      for (const chunk of chunks) if (chunk.type === 'usage') checkIntegers(chunk.usage);
    },
  );
}

/** Chunks without what repeats the wire: the raw event, the provider's own blocks. */
function dropWire(chunk: CanonicalChunk): unknown {
  if (chunk.type === 'wire' || chunk.type === 'opaque') return chunk.type;
  if (chunk.type === 'usage') return { ...chunk, usage: { ...chunk.usage, raw: undefined } };
  if (chunk.type === 'start') return { ...chunk, extra: undefined };
  return 'annotations' in chunk ? { ...chunk, annotations: undefined } : chunk;
}
