import type { JsonObject, JsonValue } from '@tollgate/kernel';
import type { CanonicalRequest } from '@tollgate/canonical';
import type { Losses } from '../losses.js';
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
const ANSWERED = new Set(['reasoning', 'stream_options', 'include']);

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
  for (const name of Object.keys(request.extra)) {
    if (SHARED.has(name) || ELSEWHERE.has(name) || ANSWERED.has(name)) continue;
    if (UNSUPPORTED.has(name)) losses.refuse(name, 'unknown to the Messages API');
    else losses.drop(name, 'unknown to the Messages API');
  }
  return pick(request.extra, (name) => SHARED.has(name));
}

/** Whether a member of `extra` reaches the provider. */
export function isSentMember(request: CanonicalRequest, name: string): boolean {
  return request.format === FORMAT || SHARED.has(name) || ELSEWHERE.has(name);
}

/** Canonical members that the dialect has no word for. One that asks for nothing (`n: 1`, a penalty of 0) is no loss. */
function refuseUnsupported(request: CanonicalRequest, losses: Losses): void {
  const asked: Readonly<Record<string, boolean>> = {
    n: (request.choices ?? 1) > 1,
    seed: request.seed !== undefined,
    frequency_penalty: (request.frequencyPenalty ?? 0) !== 0,
    presence_penalty: (request.presencePenalty ?? 0) !== 0,
    logprobs: request.logprobs === true,
    top_logprobs: (request.topLogprobs ?? 0) > 0,
  };
  for (const [name, refused] of Object.entries(asked)) {
    if (refused) losses.refuse(name, 'unknown to the Messages API');
  }
  if (request.store === true) losses.drop('store', 'Anthropic keeps no completions');
}

function pick(members: JsonObject, keep: (name: string) => boolean): JsonObject {
  const kept = Object.entries(members).filter((member): member is [string, JsonValue] => keep(member[0]));
  return Object.fromEntries(kept);
}
