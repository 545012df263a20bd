import type { UpstreamFormat } from '../format.js';
import { decodeError } from '../openai-chat/errors.js';
import { boundUsage } from './bound-usage.js';
import { decodeResponse } from './decode-response.js';
import { encodeRequest } from './encode-request.js';
import { FORMAT } from './format-name.js';
import { OllamaStreamDecoder } from './stream-decoder.js';

/** Ollama's own chat (`/api/chat`), which only providers speak. Its errors are a bare `error` text, or OpenAI's envelope. */
export const ollamaChatUpstream: UpstreamFormat = {
  id: FORMAT,
  framing: 'json-lines',
  encodeRequest,
  decodeResponse,
  openDecoder: () => new OllamaStreamDecoder(),
  decodeError,
  boundUsage,
};
