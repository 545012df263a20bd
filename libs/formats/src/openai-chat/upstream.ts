import type { UpstreamFormat } from '../format.js';
import { boundUsage } from './bound-usage.js';
import { decodeResponse } from './decode-response.js';
import { encodeRequest } from './encode-request.js';
import { decodeError } from './errors.js';
import type { OpenAiChatQuirks } from './quirks.js';
import { ChatStreamDecoder } from './stream-decoder.js';

/** Chat completions as a provider speaks them, with its quirks. */
export function openaiChat(quirks: OpenAiChatQuirks): UpstreamFormat {
  return {
    id: 'openai-chat',
    framing: 'sse',
    encodeRequest: (request, target) => encodeRequest(request, target, quirks),
    decodeResponse,
    openDecoder: (context) => new ChatStreamDecoder(context),
    decodeError,
    boundUsage,
  };
}
