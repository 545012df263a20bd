import type { ClientFormat } from '../format.js';
import { decodeRequest } from './decode-request.js';
import { encodeResponse } from './encode-response.js';
import { encodeError, encodeStreamError } from './errors.js';
import { openStreamEncoder } from './stream-encoder.js';

/** OpenAI's chat completions as clients speak them. */
export const openaiChatClient: ClientFormat = {
  id: 'openai-chat',
  framing: 'sse',
  decodeRequest,
  encodeResponse,
  openEncoder: openStreamEncoder,
  encodeError,
  encodeStreamError,
};
