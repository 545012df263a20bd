import { isJsonObject, succeed, type JsonValue, type Outcome } from '@tollgate/kernel';
import type { CanonicalRequest, CanonicalResponse, GatewayError, Target } from '@tollgate/canonical';
import { DecodeError, type Encoded, type UpstreamFormat } from '../format.js';
import { Losses } from '../losses.js';
import { decodeError } from '../openai-chat/errors.js';
import { boundUsage } from '../openai-embeddings/bound-usage.js';
import { encodeForeignMembers } from '../openai-embeddings/encode-foreign-members.js';
import { inputsOf } from '../openai-embeddings/inputs-of.js';
import { readEmbeddings } from '../openai-embeddings/read-embeddings.js';
import { noStream } from '../openai-operation/no-stream.js';

const GOVERNED: ReadonlySet<string> = new Set(['model', 'input']);

/** Ollama's `/api/embed` (its API reference: `embeddings` in the order of the inputs, `prompt_eval_count` of all of them). */
export const ollamaEmbeddingsUpstream: UpstreamFormat = {
  id: 'ollama-embeddings',
  framing: 'sse',
  encodeRequest,
  inputsOf,
  decodeResponse,
  openDecoder: noStream('ollama-embeddings'),
  decodeError,
  boundUsage,
};

/** Ollama cuts an input that is too long unless it is told not to: an error is better than the vector of half a text. */
function encodeRequest(request: CanonicalRequest, target: Target): Outcome<Encoded, GatewayError> {
  const { inputs } = readEmbeddings(request);
  const losses = new Losses();
  const own = { truncate: false, model: target.model, input: inputs };
  const body = encodeForeignMembers(own, request, target, GOVERNED, losses);
  return body.ok ? succeed({ body: body.value, warnings: losses.warnings }) : body;
}

function decodeResponse(body: unknown): CanonicalResponse {
  if (!isJsonObject(body) || !Array.isArray(body['embeddings']))
    throw new DecodeError('ollama-embeddings', 'the answer has no embeddings');
  const vectors = (body['embeddings'] as readonly JsonValue[]).map((vector) => {
    if (!Array.isArray(vector)) throw new DecodeError('ollama-embeddings', 'an embedding is no list');
    return vector.map(Number);
  });
  const { model, prompt_eval_count: tokens } = body;
  return {
    id: '',
    model: typeof model === 'string' ? model : '',
    choices: [],
    result: { kind: 'embeddings', vectors },
    ...(typeof tokens === 'number' && {
      usage: { inputUncached: tokens, output: 0, raw: { prompt_eval_count: tokens } },
    }),
  };
}
