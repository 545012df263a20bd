import { isJsonObject, succeed, type JsonObject, type JsonValue, type Outcome } from '@tollgate/kernel';
import type { CanonicalRequest, CanonicalResponse, GatewayError, Target } from '@tollgate/canonical';
import { DecodeError, type Encoded, type UpstreamFormat } from '../format.js';
import { decodeError } from '../gemini/errors.js';
import { Losses } from '../losses.js';
import { boundUsage } from '../openai-embeddings/bound-usage.js';
import { encodeForeignMembers } from '../openai-embeddings/encode-foreign-members.js';
import { joinResponses } from '../openai-embeddings/join-responses.js';
import { readEmbeddings } from '../openai-embeddings/read-embeddings.js';
import { noStream } from '../openai-operation/no-stream.js';

/** Inputs of one `batchEmbedContents` at most ("at most 100 requests can be in one batch", the API's own refusal). */
const INPUTS_MAX = 100;
/** Members of OpenAI's and LiteLLM's clients that mean a member of Google's. */
const NAMES: Readonly<Record<string, string>> = {
  dimensions: 'outputDimensionality',
  task_type: 'taskType',
  taskType: 'taskType',
  title: 'title',
  user: 'user',
};

/** The inputs are written apart from the settings. */
const NONE_GOVERNED: ReadonlySet<string> = new Set();

/** Google's `batchEmbedContents` (recording `dimensions`): a request for each input, answered in their order, without usage. */
export const geminiEmbeddingsUpstream: UpstreamFormat = {
  id: 'gemini-embeddings',
  framing: 'sse',
  encodeRequest,
  splitBody: (body) => {
    const requests = Array.isArray(body['requests']) ? (body['requests'] as readonly JsonValue[]) : [];
    const count = Math.ceil(requests.length / INPUTS_MAX);
    return Array.from({ length: count }, (_, at) => ({
      requests: requests.slice(at * INPUTS_MAX, (at + 1) * INPUTS_MAX),
    }));
  },
  inputsOf: ({ requests }) => (Array.isArray(requests) ? requests.length : 0),
  joinResponses,
  decodeResponse,
  openDecoder: noStream('gemini-embeddings'),
  decodeError,
  boundUsage,
};

function encodeRequest(request: CanonicalRequest, target: Target): Outcome<Encoded, GatewayError> {
  const { inputs } = readEmbeddings(request);
  const losses = new Losses();
  const members = encodeForeignMembers({}, request, target, NONE_GOVERNED, losses);
  if (!members.ok) return members;
  const settings = nameSettings(members.value, losses);
  const model = `models/${target.model.replace(/^models\//, '')}`;
  const requests = inputs.map((text) => ({ model, content: { parts: [{ text }] }, ...settings }));
  return succeed({ body: { requests }, warnings: losses.warnings });
}

/** Google's names; what has none is left out and named. A user is here only where that is allowed. */
function nameSettings(members: JsonObject, losses: Losses): JsonObject {
  const settings: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(members)) {
    const own = NAMES[name];
    if (own !== undefined && value !== undefined) settings[own] = value;
    else if (name !== 'encoding_format') losses.drop(name, 'not a parameter of the provider');
  }
  return settings;
}

function decodeResponse(body: unknown): CanonicalResponse {
  const embeddings = isJsonObject(body) ? body['embeddings'] : undefined;
  if (!Array.isArray(embeddings)) throw new DecodeError('gemini-embeddings', 'the answer has no embeddings');
  const vectors = (embeddings as readonly JsonValue[]).map((embedding) => {
    const values = isJsonObject(embedding) ? embedding['values'] : undefined;
    if (!Array.isArray(values)) throw new DecodeError('gemini-embeddings', 'an embedding has no values');
    return values.map(Number);
  });
  return { id: '', model: '', choices: [], result: { kind: 'embeddings', vectors } };
}
