import type { CanonicalChunk, FormatId, WireEvent } from '@tollgate/canonical';
import type { StreamEncoder } from '../format.js';

/** Gives a stream's events on as they came: for dialects that no provider translates. */
export class RelayEncoder implements StreamEncoder {
  constructor(private readonly format: FormatId) {}

  push(chunk: CanonicalChunk): readonly WireEvent[] {
    return chunk.type === 'wire' && chunk.format === this.format ? [chunk.event] : [];
  }

  end(): readonly WireEvent[] {
    return [];
  }
}
