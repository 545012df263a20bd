import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { CanonicalRequest, Target } from '@tollgate/canonical';
import { describedSchema } from '../described-schema.js';
import { isKeptHere } from '../is-kept-here.js';
import { isNeutral } from '../is-neutral.js';
import { leaveOutMember } from '../leave-out-member.js';
import type { Losses } from '../losses.js';
import { LIMIT, MEMBERS, OPTIONS, UNSUPPORTED } from './members.js';
import { outputLimitOf, readLimit } from './output-limit.js';

interface Parameters {
  readonly options: JsonObject;
  readonly members: JsonObject;
}

/** Members of a client's dialect that the canonical form holds beside them, or that ask for nothing here. */
const ANSWERED: ReadonlySet<string> = new Set(['options', 'reasoning', 'stream_options', 'thinking', LIMIT]);

/** The client's settings, the operator's where it sent none: the model's own beneath `options`, the others beside them. */
export function encodeParameters(request: CanonicalRequest, target: Target, losses: Losses): Parameters {
  const { extra } = request;
  const told = {
    ...pick(isJsonObject(extra['options']) ? extra['options'] : {}, OPTIONS),
    ...pick(extra, OPTIONS),
    ...encodeSampling(request),
  };
  const members = { ...pick(extra, MEMBERS), ...encodeFormat(request), ...encodeThink(request, target, losses) };
  nameLosses(request, losses);
  return withDefaults({ options: told, members: { ...members, ...encodeLogprobs(request) } }, target);
}

function encodeSampling(request: CanonicalRequest): JsonObject {
  return defined({
    [LIMIT]: outputLimitOf(request),
    temperature: request.temperature,
    top_p: request.topP,
    top_k: request.topK,
    stop: request.stop,
    seed: request.seed,
    frequency_penalty: request.frequencyPenalty,
    presence_penalty: request.presencePenalty,
  });
}

function encodeLogprobs({ logprobs, topLogprobs }: CanonicalRequest): JsonObject {
  return logprobs === true ? { logprobs, ...(topLogprobs !== undefined && { top_logprobs: topLogprobs }) } : {};
}

/** `json`, or the schema itself. */
function encodeFormat({ responseFormat }: CanonicalRequest): JsonObject {
  if (responseFormat?.type === 'json_schema') return { format: describedSchema(responseFormat) };
  return responseFormat?.type === 'json_object' ? { format: 'json' } : {};
}

const LEVELS: ReadonlySet<string> = new Set(['low', 'medium', 'high']);

/** Models of the gpt-oss family take how much to think, all others whether (Ollama, "Thinking"). */
function encodeThink({ reasoning, extra }: CanonicalRequest, target: Target, losses: Losses): JsonObject {
  if (reasoning === undefined || extra['think'] !== undefined) return {};
  const { enabled, effort, budgetTokens } = reasoning;
  if (budgetTokens !== undefined) losses.drop('thinking.budget_tokens', 'Ollama bounds no thinking');
  const takesLevel = LEVELS.has(effort ?? '') && target.model.startsWith('gpt-oss');
  if (enabled && effort !== undefined && !takesLevel)
    losses.change('reasoning_effort', `${target.model} takes whether to think alone`);
  return { think: enabled && takesLevel && effort !== undefined ? effort : enabled };
}

function nameLosses(request: CanonicalRequest, losses: Losses): void {
  if ((request.choices ?? 1) > 1) losses.refuse('n', 'Ollama gives one answer');
  if (request.serviceTier !== undefined && request.serviceTier !== 'auto')
    losses.drop('service_tier', `the provider has no tier ${request.serviceTier}`);
  if (request.store === true && !isKeptHere(request)) losses.drop('store', 'Ollama keeps no completions');
  if (request.user !== undefined) losses.drop('user', 'Ollama is not told who asks');
  const { options } = request.extra;
  for (const name of isJsonObject(options) ? Object.keys(options) : [])
    if (!OPTIONS.has(name) && name !== LIMIT) losses.drop(`options.${name}`, 'unknown to Ollama');
  for (const [name, value] of Object.entries(request.extra)) {
    if (value === undefined || isNeutral(name, value)) continue;
    if (OPTIONS.has(name) || MEMBERS.has(name) || ANSWERED.has(name)) continue;
    if (name === 'output_format' && request.responseFormat !== undefined) continue;
    if (UNSUPPORTED.has(name)) losses.refuse(name, 'unknown to Ollama');
    else leaveOutMember(name, value, 'unknown to Ollama', losses);
  }
}

/** The operator's parameters by LiteLLM's names, or by Ollama's. */
function withDefaults({ options, members }: Parameters, { defaults }: Target): Parameters {
  const limit = readLimit(defaults['max_tokens'] ?? defaults['max_completion_tokens'] ?? defaults[LIMIT]);
  return {
    options: { ...pick(defaults, OPTIONS), ...(limit !== undefined && { [LIMIT]: limit }), ...options },
    members: { ...pick(defaults, MEMBERS), ...members },
  };
}

function pick(members: JsonObject, names: ReadonlySet<string>): JsonObject {
  return defined(Object.fromEntries(Object.entries(members).filter(([name]) => names.has(name))));
}

function defined(members: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  const kept = Object.entries(members).filter((member): member is [string, JsonValue] => member[1] != null);
  return Object.fromEntries(kept);
}
