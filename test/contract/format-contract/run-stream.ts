import { FRAMINGS } from '@tollgate/framing';
import type { JsonValue } from '@tollgate/kernel';
import type { CanonicalChunk, WireEvent } from '@tollgate/canonical';
import type { StreamContext } from '@tollgate/formats';
import type { Exchange } from '../recordings.js';
import type { FormatUnderTest } from './format-under-test.js';

/** The public name under which every answer is told. */
export const MODEL = 'public-name';

/** The same at every call: ids are counted up. */
export function context(): StreamContext {
  let issued = 0;
  return { now: 1_700_000_000_000, newId: () => `id-${++issued}`, requestedModel: MODEL, includeUsage: true };
}

/** The events of a recorded stream. */
export function eventsOf(format: FormatUnderTest, exchange: Exchange): readonly WireEvent[] {
  const decoder = FRAMINGS[format.upstream.framing].openDecoder();
  return [...decoder.push(Buffer.from(exchange.stream ?? '')), ...decoder.end()];
}

/** The JSON of a recorded stream's events. */
export function payloadsOf(format: FormatUnderTest, exchange: Exchange): readonly JsonValue[] {
  return eventsOf(format, exchange).flatMap((event) =>
    /^[[{]/.test(event.data) && event.data !== '[DONE]' ? [JSON.parse(event.data) as JsonValue] : [],
  );
}

/** The chunks of a stream whose bytes come in these pieces. */
export function runStream(format: FormatUnderTest, pieces: readonly Uint8Array[]): readonly CanonicalChunk[] {
  const frames = FRAMINGS[format.upstream.framing].openDecoder();
  const decoder = format.upstream.openDecoder(context());
  const events = [...pieces.flatMap((piece) => frames.push(piece)), ...frames.end()];
  return [...events.flatMap((event) => decoder.push(event)), ...decoder.end()];
}

/** The chunks of these events. */
export function pushAll(format: FormatUnderTest, events: readonly WireEvent[]): readonly CanonicalChunk[] {
  const decoder = format.upstream.openDecoder(context());
  return [...events.flatMap((event) => decoder.push(event)), ...decoder.end()];
}

/** An event with other JSON in it; one that is no JSON as it is. */
export function replaceData(event: WireEvent, change: (data: JsonValue) => JsonValue): WireEvent {
  if (!event.data.startsWith('{')) return event;
  return { ...event, data: JSON.stringify(change(JSON.parse(event.data) as JsonValue)) };
}
