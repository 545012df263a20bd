import type { WireEvent } from '@tollgate/canonical';

/** How a stream's events stand in its bytes. */
export type FramingId = 'sse';

/** Bytes to events, push style; any split of the bytes gives the same events. */
export interface FrameDecoder {
  push(bytes: Uint8Array): readonly WireEvent[];
  /** The bytes ended: an event without its closing blank line is given if it is whole. */
  end(): readonly WireEvent[];
}

export interface Framing {
  readonly id: FramingId;
  readonly contentType: string;
  openDecoder(): FrameDecoder;
  encode(event: WireEvent): string;
}
