import type { ClientFormat } from '../format.js';
import { encodeError } from '../openai-chat/errors.js';
import { decodeRequest } from './decode-request.js';
import { encodeResponse } from './encode-response.js';
import { encodeStreamError } from './errors.js';
import { FORMAT } from './own-source.js';
import { openStreamEncoder } from './stream-encoder.js';

/** OpenAI's Responses API as clients speak it (`POST /v1/responses`). */
export const openaiResponsesClient: ClientFormat = {
  id: FORMAT,
  framing: 'sse',
  decodeRequest,
  encodeResponse,
  openEncoder: openStreamEncoder,
  encodeError,
  encodeStreamError,
};
