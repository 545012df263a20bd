import type { UpstreamFormat } from '../format.js';
import { boundUsage } from './bound-usage.js';
import { decodeResponse } from './decode-response.js';
import { encodeRequest } from './encode-request.js';
import { decodeError } from './errors.js';
import { FORMAT } from './own-source.js';
import { openStreamDecoder } from './stream-decoder.js';

/** Anthropic's Messages API as providers speak it. */
export const anthropicMessagesUpstream: UpstreamFormat = {
  id: FORMAT,
  framing: 'sse',
  // "each stream ends with a message_stop event" (streaming reference of the Messages API)
  needsTerminator: true,
  encodeRequest,
  decodeResponse,
  openDecoder: () => openStreamDecoder(),
  decodeError,
  boundUsage,
};
