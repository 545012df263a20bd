import type { UpstreamFormat } from '../format.js';
import { boundUsage } from './bound-usage.js';
import { decodeResponse } from './decode-response.js';
import { encodeRequest } from './encode-request.js';
import { decodeError } from './errors.js';
import { FORMAT } from './own-source.js';
import { GeminiStreamDecoder } from './stream-decoder.js';

/** Google's generateContent as providers speak it; a stream is asked for as server-sent events (`alt=sse`). */
export const geminiUpstream: UpstreamFormat = {
  id: FORMAT,
  framing: 'sse',
  encodeRequest,
  decodeResponse,
  openDecoder: () => new GeminiStreamDecoder(),
  decodeError,
  boundUsage,
};
