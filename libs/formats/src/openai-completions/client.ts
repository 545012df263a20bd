import type { ClientFormat } from '../format.js';
import { encodeError, encodeStreamError } from '../openai-chat/errors.js';
import { decodeRequest } from './decode-request.js';
import { encodeResponse } from './encode-response.js';
import { FORMAT } from './own-source.js';
import { openStreamEncoder } from './stream-encoder.js';

/** OpenAI's legacy text completions as clients speak them. */
export const openaiCompletionsClient: ClientFormat = {
  id: FORMAT,
  framing: 'sse',
  decodeRequest,
  encodeResponse,
  openEncoder: openStreamEncoder,
  encodeError,
  encodeStreamError,
};
