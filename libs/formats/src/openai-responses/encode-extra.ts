import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { CanonicalRequest } from '@tollgate/canonical';
import { isNeutral } from '../is-neutral.js';
import { leaveOutMember } from '../leave-out-member.js';
import type { Losses } from '../losses.js';
import { PLAIN_PARAMETERS } from '../plain-parameters.js';
import { FORMAT } from './own-source.js';

/** Members that chat completions share with the Responses API, or that LiteLLM lets a chat client send beside its own. */
const SHARED: ReadonlySet<string> = new Set([
  'include',
  'truncation',
  'max_tool_calls',
  'safety_identifier',
  'prompt_cache_key',
  'prompt_cache_retention',
  'prompt_cache_options',
  'client_metadata',
]);

/** Told in other words: see `encodeSettings`. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  'text',
  'include',
  'verbosity',
  'web_search_options',
  'reasoning',
  'thinking',
  'stream_options',
]);

/** OpenAI's parameters of chat completions that change the answer and have no counterpart: refused unless dropped. */
const UNSUPPORTED = new Set(['audio', 'function_call', 'functions', 'logit_bias', 'prediction', 'best_of']);

/** Whether a member without a canonical place reaches the provider under its own name. */
export function isSentOn(request: CanonicalRequest, name: string): boolean {
  return request.format === FORMAT || SHARED.has(name);
}

/** Members without a canonical place; what does not travel is named, or refused where the answer would be another. */
export function encodeExtra(request: CanonicalRequest, losses: Losses): JsonObject {
  const own = request.format === FORMAT;
  const sent: Record<string, JsonValue | undefined> = {};
  for (const [name, value] of Object.entries(request.extra)) {
    if (own ? name !== 'text' : SHARED.has(name) && name !== 'include') sent[name] = value;
    else if (own || ELSEWHERE.has(name) || isNeutral(name, value)) continue;
    else if (UNSUPPORTED.has(name) || asksForAudio(name, value))
      losses.refuse(name, 'not a parameter of the Responses API');
    else if (name !== 'modalities' && !(name === 'output_format' && request.responseFormat !== undefined))
      leaveOutMember(name, value, 'not a parameter of the Responses API', losses);
  }
  if (!own) refuseUnsupported(request, losses);
  return { ...sent, ...encodeStreamOptions(request) };
}

function asksForAudio(name: string, value: JsonValue | undefined): boolean {
  return name === 'modalities' && Array.isArray(value) && value.includes('audio');
}

/** Usage is always told here, so that only what else was asked of the stream goes on. */
function encodeStreamOptions({ extra, stream, format }: CanonicalRequest): JsonObject {
  const options = extra['stream_options'];
  if (format === FORMAT || !stream || !isJsonObject(options)) return {};
  const { include_obfuscation: obfuscation } = options;
  return obfuscation === undefined ? {} : { stream_options: { include_obfuscation: obfuscation } };
}

/** Canonical members that the API has no word for. */
const UNTELLABLE = ['n', 'seed', 'frequency_penalty', 'presence_penalty', 'logprobs', 'top_logprobs'] as const;

function refuseUnsupported(request: CanonicalRequest, losses: Losses): void {
  const reason = 'not a parameter of the Responses API';
  for (const name of UNTELLABLE) if (!isNeutral(name, request[PLAIN_PARAMETERS[name]])) losses.refuse(name, reason);
  if ((request.stop?.length ?? 0) > 0) losses.refuse('stop', reason);
  if (request.topK !== undefined) losses.drop('top_k', 'not a parameter of the provider');
}
