import type { JsonObject } from '@tollgate/kernel';
import type { CanonicalRequest } from '@tollgate/canonical';
import type { UpstreamFormat } from '../format.js';
import { decodeError } from '../openai-chat/errors.js';
import { noStream } from '../openai-operation/no-stream.js';
import { boundUsage } from './bound-usage.js';
import { decodeResponse } from './decode-response.js';
import { encodeRequest } from './encode-request.js';
import { inputsOf } from './inputs-of.js';
import { joinResponses } from './join-responses.js';
import type { EmbeddingsQuirks } from './quirks.js';
import { readEmbeddings } from './read-embeddings.js';
import { splitInputs } from './split-inputs.js';

/** Embeddings as a host of OpenAI's dialect speaks them, with its quirks. */
export function openaiEmbeddings(quirks: EmbeddingsQuirks): UpstreamFormat {
  return {
    id: 'openai-embeddings',
    framing: 'sse',
    encodeRequest: (request, target) => encodeRequest(request, target, quirks),
    splitBody: (body, request) => splitBody(body, request, quirks),
    inputsOf,
    joinResponses,
    decodeResponse,
    openDecoder: noStream('openai-embeddings'),
    decodeError,
    boundUsage,
  };
}

/** Bodies that the host takes: the one as it is, or one for each batch of inputs. */
function splitBody(body: JsonObject, request: CanonicalRequest, quirks: EmbeddingsQuirks): readonly JsonObject[] {
  const batches = splitInputs(readEmbeddings(request).inputs, quirks);
  return batches.length === 1 ? [body] : batches.map((input) => ({ ...body, input }));
}
