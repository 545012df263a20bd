import { succeed, type JsonObject, type JsonValue, type Outcome } from '@tollgate/kernel';
import type { CanonicalRequest, GatewayError } from '@tollgate/canonical';
import type { ClientInput } from '../format.js';
import { openBody } from '../openai-chat/open-body.js';
import { asksUsage, otherStreamOptions } from '../openai-chat/stream-options.js';
import { readPlainMembers } from '../read-plain-members.js';
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
  const opened = openBody(input, checkRequest);
  if (!opened.ok) return opened;
  const { body, gateway, metadata } = opened.value;
  const { model, prompt, suffix, max_tokens: limit } = body;
  return succeed({
    operation: 'chat',
    format: FORMAT,
    model: typeof model === 'string' ? model : '',
    messages: decodePrompt(prompt ?? '', suffix),
    ...(typeof limit === 'number' && { maxOutputTokens: limit, maxOutputTokensField: 'max_tokens' }),
    ...readPlainMembers(body, PLACED),
    ...(typeof body['echo'] === 'boolean' && { echo: body['echo'] }),
    ...decodeLogprobs(body['logprobs']),
    stream: body['stream'] === true,
    streamUsage: asksUsage(body),
    ...(metadata !== undefined && { metadata }),
    extra: readExtra(body),
    gateway,
  });
}

/** The number of alternatives for each token; 0 asks for the chosen tokens' alone. */
function decodeLogprobs(value: JsonValue | undefined): Pick<CanonicalRequest, 'logprobs' | 'topLogprobs'> {
  return typeof value === 'number' ? { logprobs: true, topLogprobs: value } : {};
}

function readExtra(body: JsonObject): JsonObject {
  const extra: Record<string, JsonValue | undefined> = {};
  for (const name in body) {
    if (TAKEN.has(name)) continue;
    const value = name === 'stream_options' ? otherStreamOptions(body[name] as JsonObject) : body[name];
    if (value !== undefined) extra[name] = value;
  }
  return extra;
}
