import { isJsonObject, succeed, type JsonValue, type Outcome } from '@tollgate/kernel';
import type { CanonicalRequest, CanonicalResponse, GatewayError, Target, UsageBound } from '@tollgate/canonical';
import { DecodeError, type Encoded, type UpstreamFormat } from '../format.js';
import { Losses } from '../losses.js';
import { decodeError } from '../openai-chat/errors.js';
import { encodeMembers } from '../openai-operation/encode-members.js';
import { noStream } from '../openai-operation/no-stream.js';
import { unboundedMembers } from '../openai-operation/unbounded-members.js';

const GOVERNED: ReadonlySet<string> = new Set(['model', 'input']);

/** OpenAI's moderations as its provider speaks them: free of charge there, so an answer names no usage. */
export const openaiModerationsUpstream: UpstreamFormat = {
  id: 'openai-moderations',
  framing: 'sse',
  encodeRequest,
  decodeResponse,
  openDecoder: noStream('openai-moderations'),
  decodeError,
  boundUsage,
};

function encodeRequest(request: CanonicalRequest, target: Target): Outcome<Encoded, GatewayError> {
  const losses = new Losses();
  const written = { input: inputOf(request), model: target.model, ...request.extra };
  const rules = { provider: target.provider, unsupported: () => false, governed: GOVERNED };
  const body = encodeMembers(written, request, target, rules, losses);
  return body.ok ? succeed({ body: body.value, warnings: losses.warnings }) : body;
}

function decodeResponse(body: unknown, text?: string): CanonicalResponse {
  if (!isJsonObject(body) || !Array.isArray(body['results']))
    throw new DecodeError('openai-moderations', 'the answer has no results');
  const { id, model } = body;
  return {
    id: typeof id === 'string' ? id : '',
    model: typeof model === 'string' ? model : '',
    choices: [],
    result: { kind: 'json', value: body },
    source: { format: 'openai-moderations', value: body, ...(text !== undefined && { text }) },
  };
}

/** Its texts and pictures, for those who have a price for it. */
function boundUsage(request: CanonicalRequest): UsageBound {
  const input = inputOf(request);
  const items: readonly JsonValue[] = Array.isArray(input) ? (input as readonly JsonValue[]) : [input];
  const pictures = items.filter((item) => isJsonObject(item) && item['type'] === 'image_url');
  return {
    inputTexts: items.filter((item) => !pictures.includes(item)).map(textOf),
    messages: 0,
    tools: 0,
    images: pictures.length,
    documents: 0,
    audio: 0,
    unbounded: unboundedMembers(request.extra, new Set()),
    choices: 1,
    needsWholeAnswer: true,
    reasoning: false,
    cacheWrites: 'none',
    output: 'none',
  };
}

function textOf(item: JsonValue): string {
  if (typeof item === 'string') return item;
  return isJsonObject(item) && typeof item['text'] === 'string' ? item['text'] : JSON.stringify(item);
}

function inputOf({ input }: CanonicalRequest): JsonValue {
  if (input?.operation !== 'moderation') throw new TypeError('a moderation request without its input');
  return input.input;
}
