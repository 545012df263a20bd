import type { ClientFormat } from '../format.js';
import { arrayClient } from './array-client.js';
import { decodeRequest } from './decode-request.js';
import { encodeResponse } from './encode-response.js';
import { encodeError, encodeStreamError } from './errors.js';
import { FORMAT } from './own-source.js';
import { GeminiStreamEncoder } from './stream-encoder.js';

/** Google's generateContent as clients speak it: the address says whether the answer is streamed. */
export const geminiClient: ClientFormat = {
  id: FORMAT,
  framing: 'sse',
  decodeRequest: (input) => decodeRequest(input, false),
  encodeResponse,
  openEncoder: (context) => new GeminiStreamEncoder(context),
  encodeError,
  encodeStreamError,
};

/** streamGenerateContent with `alt=sse`, as every library of Google's calls it. */
export const geminiStreamClient: ClientFormat = {
  ...geminiClient,
  decodeRequest: (input) => decodeRequest(input, true),
};

/** streamGenerateContent without it: the events are the elements of one JSON array. */
export const geminiArrayClient: ClientFormat = arrayClient(geminiStreamClient);
