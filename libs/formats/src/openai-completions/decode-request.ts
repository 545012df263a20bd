import {
  fail,
  isExactNumber,
  isJsonObject,
  succeed,
  type JsonObject,
  type JsonValue,
  type Outcome,
} from '@tollgate/kernel';
import type { CanonicalRequest, GatewayError } from '@tollgate/canonical';
import type { ClientInput } from '../format.js';
import { openBody } from '../openai-chat/open-body.js';
import { readDouble } from '../read-double.js';
import { checkRequest } from './check-request.js';
import { PLAIN } from './completion-members.js';
import { decodePrompt } from './convert-prompt.js';
import { FORMAT } from './own-source.js';

const PLACED: ReadonlyMap<string, keyof CanonicalRequest> = new Map(Object.entries(PLAIN));

/** Members that have a canonical place, or that stand in the messages; all others go into `extra`. */
const TAKEN: ReadonlySet<string> = new Set([
  ...PLACED.keys(),
  'model',
  'prompt',
  'suffix',
  'max_tokens',
  'echo',
  'logprobs',
  'stream',
  'metadata',
]);

/**
 * A legacy completion request to the canonical form of a chat: each prompt is a user's turn. Several prompts at a provider that chats are
 * one conversation with one answer, as in LiteLLM; a provider of this dialect answers each.
 */
export function decodeRequest(input: ClientInput): Outcome<CanonicalRequest, GatewayError> {
  const opened = openBody(input);
  if (!opened.ok) return opened;
  const { body, gateway, metadata } = opened.value;
  const invalid = checkRequest(body);
  if (invalid !== undefined) return fail(invalid);
  const { model, prompt, suffix, max_tokens: limit, stream_options: options } = body;
  const stream = body['stream'] === true;
  return succeed({
    operation: 'chat',
    format: FORMAT,
    model: typeof model === 'string' ? model : '',
    messages: decodePrompt(prompt ?? '', suffix),
    ...(typeof limit === 'number' && { maxOutputTokens: limit, maxOutputTokensField: 'max_tokens' }),
    ...readPlaced(body),
    ...(typeof body['echo'] === 'boolean' && { echo: body['echo'] }),
    ...decodeLogprobs(body['logprobs']),
    stream,
    streamUsage: stream && isJsonObject(options) && options['include_usage'] === true,
    ...(metadata !== undefined && { metadata }),
    extra: readExtra(body),
    gateway,
  });
}

/** Members that have the same meaning and type in the canonical form; checkRequest has seen their types. */
function readPlaced(body: JsonObject): Partial<CanonicalRequest> {
  const members: Record<string, JsonValue> = {};
  for (const [name, member] of PLACED) {
    const value = body[name];
    if (value === undefined || value === null) continue;
    if (member === 'stop' && typeof value === 'string') members[member] = [value];
    else members[member] = member !== 'seed' && isExactNumber(value) ? (readDouble(value) ?? value) : value;
  }
  return members;
}

/** The number of alternatives for each token; 0 asks for the chosen tokens' alone. */
function decodeLogprobs(value: JsonValue | undefined): Pick<CanonicalRequest, 'logprobs' | 'topLogprobs'> {
  return typeof value === 'number' ? { logprobs: true, topLogprobs: value } : {};
}

function readExtra(body: JsonObject): JsonObject {
  const extra: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(body)) {
    if (TAKEN.has(name) || value === undefined || value === null) continue;
    if (name !== 'stream_options') {
      extra[name] = value;
      continue;
    }
    const { include_usage: _governed, ...others } = value as JsonObject;
    if (Object.keys(others).length > 0) extra[name] = others;
  }
  return extra;
}
