import type { UpstreamFormat } from '../format.js';
import { decodeError } from '../openai-chat/errors.js';
import { boundUsage } from './bound-usage.js';
import { decodeResponse } from './decode-response.js';
import { encodeRequest } from './encode-request.js';
import { FORMAT } from './own-source.js';
import { CompletionsStreamDecoder } from './stream-decoder.js';

/** Legacy text completions as a provider speaks them. */
export const openaiCompletionsUpstream: UpstreamFormat = {
  id: FORMAT,
  framing: 'sse',
  encodeRequest,
  decodeResponse,
  openDecoder: () => new CompletionsStreamDecoder(),
  decodeError,
  boundUsage,
};
