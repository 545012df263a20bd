import type { UpstreamFormat } from '../format.js';
import { decodeError } from '../openai-chat/errors.js';
import { boundUsage } from './bound-usage.js';
import { decodeResponse } from './decode-response.js';
import { encodeRequest } from './encode-request.js';
import { FORMAT } from './own-source.js';
import type { OpenAiResponsesQuirks } from './quirks.js';
import { openStreamDecoder } from './stream-decoder.js';

/** The Responses API as a provider speaks it, with its quirks. */
export function openaiResponses(quirks: OpenAiResponsesQuirks): UpstreamFormat {
  return {
    id: FORMAT,
    framing: 'sse',
    // a stream ends with the whole response, completed, incomplete or failed (API reference 2.3.0, streaming events)
    needsTerminator: true,
    encodeRequest: (request, target) => encodeRequest(request, target, quirks),
    decodeResponse,
    openDecoder: () => openStreamDecoder(),
    decodeError,
    boundUsage,
  };
}
