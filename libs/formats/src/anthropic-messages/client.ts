import type { ClientFormat } from '../format.js';
import { decodeRequest } from './decode-request.js';
import { encodeResponse } from './encode-response.js';
import { encodeError, encodeStreamError } from './errors.js';
import { FORMAT } from './own-source.js';
import { openStreamEncoder } from './stream-encoder.js';

/** Anthropic's Messages API as clients speak it (`POST /v1/messages`). */
export const anthropicMessagesClient: ClientFormat = {
  id: FORMAT,
  framing: 'sse',
  decodeRequest,
  encodeResponse,
  openEncoder: openStreamEncoder,
  encodeError,
  encodeStreamError,
};
