import type { FormatId } from '@tollgate/canonical';
import { DecodeError, type UpstreamFormat } from '../format.js';

/** The decoder of a dialect that has no streams: nobody asks for one. */
export function noStream(format: FormatId): UpstreamFormat['openDecoder'] {
  return () => {
    throw new DecodeError(format, 'it has no streams');
  };
}
