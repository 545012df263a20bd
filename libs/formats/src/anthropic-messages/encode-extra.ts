import type { JsonObject, JsonValue } from '@tollgate/kernel';
import type { CanonicalRequest } from '@tollgate/canonical';
import { isKeptHere } from '../is-kept-here.js';
import { isNeutral } from '../is-neutral.js';
import { leaveOutMember } from '../leave-out-member.js';
import type { Losses } from '../losses.js';
import { PLAIN_PARAMETERS } from '../plain-parameters.js';
import { searchAsked, tellsToolLimit } from './encode-search.js';
import { FORMAT } from './own-source.js';

/** Members of the Messages API that a client of another dialect may send beside its own, as LiteLLM lets it. */
export const SHARED: ReadonlySet<string> = new Set([
  'cache_control',
  'container',
  'context_management',
  'inference_geo',
  'mcp_servers',
  'speed',
  'top_k',
]);

/** Members written elsewhere: `thinking` and `output_config` are merged with what the dialects have in common. */
export const ELSEWHERE: ReadonlySet<string> = new Set(['thinking', 'output_config']);

/** Members that the canonical form holds beside them, or that have nothing to say to a provider of this dialect. */
const ANSWERED = new Set(['reasoning', 'stream_options']);

/** OpenAI's parameters that change the answer and that Anthropic has not: refused unless dropped (LiteLLM's list). */
const UNSUPPORTED = new Set([
  'audio',
  'function_call',
  'functions',
  'logit_bias',
  'modalities',
  'prediction',
  'web_search_options',
]);

/** Members without a canonical place. */
export function encodeExtra(request: CanonicalRequest, losses: Losses): JsonObject {
  if (request.format === FORMAT) return pick(request.extra, (name) => !ELSEWHERE.has(name));
  refuseUnsupported(request, losses);
  for (const [name, value] of Object.entries(request.extra)) {
    if (SHARED.has(name) || ELSEWHERE.has(name) || ANSWERED.has(name) || isNeutral(name, value)) continue;
    if (name === 'web_search_options' && searchAsked(request) !== undefined) continue;
    if (name === 'include' && asksForSealsAlone(value)) continue;
    if (name === 'max_tool_calls' && tellsToolLimit(request)) continue;
    if (UNSUPPORTED.has(name)) losses.refuse(name, 'unknown to the Messages API');
    else leaveOutMember(name, value, 'unknown to the Messages API', losses);
  }
  return pick(request.extra, (name) => SHARED.has(name));
}

/** Whether a member of `extra` reaches the provider. */
export function isSentMember(request: CanonicalRequest, name: string): boolean {
  return request.format === FORMAT || SHARED.has(name) || ELSEWHERE.has(name);
}

/** What a model thinks is always told with its seal here. */
function asksForSealsAlone(include: JsonValue | undefined): boolean {
  return Array.isArray(include) && include.every((name) => name === 'reasoning.encrypted_content');
}

/** Canonical members that the dialect has no word for. */
const UNTELLABLE = ['n', 'seed', 'frequency_penalty', 'presence_penalty', 'logprobs', 'top_logprobs'] as const;

function refuseUnsupported(request: CanonicalRequest, losses: Losses): void {
  for (const name of UNTELLABLE)
    if (!isNeutral(name, request[PLAIN_PARAMETERS[name]])) losses.refuse(name, 'unknown to the Messages API');
  if (request.store === true && !isKeptHere(request)) losses.drop('store', 'Anthropic keeps no completions');
}

function pick(members: JsonObject, keep: (name: string) => boolean): JsonObject {
  const kept = Object.entries(members).filter((member): member is [string, JsonValue] => keep(member[0]));
  return Object.fromEntries(kept);
}
