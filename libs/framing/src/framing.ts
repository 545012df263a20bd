import type { WireEvent } from '@tollgate/canonical';

/** How a stream's events stand in its bytes. */
export type FramingId = 'raw' | 'sse' | 'json-array' | 'json-lines';

/**
 * Bytes of one event of a stream at most, whatever its framing: images and audio travel inline. A provider whose event is larger, or
 * never ends, is cut off, since an event is held in memory until it is whole.
 */
export const EVENT_BYTES_MAX = 16 * 1024 * 1024;

/** A stream's event that is larger than EVENT_BYTES_MAX, or goes on past it. */
export class EventTooLarge extends Error {
  constructor() {
    super(`an event of the stream is larger than ${EVENT_BYTES_MAX} bytes`);
    this.name = 'EventTooLarge';
  }
}

/** Bytes to events, push style; any split of the bytes gives the same events. Both methods throw EventTooLarge. */
export interface FrameDecoder {
  push(bytes: Uint8Array): readonly WireEvent[];
  /** The bytes ended: an event without its closing blank line is given if it is whole. */
  end(): readonly WireEvent[];
}

export interface Framing {
  readonly id: FramingId;
  readonly contentType: string;
  /** How the encoded text stands in bytes; UTF-8 where absent. */
  readonly encoding?: 'latin1';
  openDecoder(): FrameDecoder;
  encode(event: WireEvent): string;
}
