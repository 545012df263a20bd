import { isJsonObject } from '@tollgate/kernel';
import type { UpstreamFormat } from '../format.js';
import { boundUsage } from './bound-usage.js';
import { decodeResponse } from './decode-response.js';
import { encodeRequest } from './encode-request.js';
import { decodeError } from './errors.js';
import type { OpenAiChatQuirks } from './quirks.js';
import { ChatStreamDecoder } from './stream-decoder.js';
import { tellReasoning } from './tell-reasoning.js';

/** Chat completions as a provider speaks them, with its quirks. */
export function openaiChat(quirks: OpenAiChatQuirks): UpstreamFormat {
  const rewrites = quirks.reasoningField === 'reasoning' || quirks.reasoningField === 'content';
  return {
    id: 'openai-chat',
    framing: 'sse',
    encodeRequest: (request, target) => encodeRequest(request, target, quirks),
    decodeResponse: (body, text) => {
      const told = rewrites && isJsonObject(body) ? tellReasoning(body) : body;
      return told === body ? decodeResponse(body, text) : decodeResponse(told);
    },
    openDecoder: (context) => new ChatStreamDecoder(context, rewrites ? tellReasoning : undefined),
    decodeError,
    boundUsage: (request) => boundUsage(request, quirks.takesSearch === true),
  };
}
