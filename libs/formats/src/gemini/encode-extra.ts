import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { CanonicalRequest } from '@tollgate/canonical';
import { isKeptHere } from '../is-kept-here.js';
import { isNeutral } from '../is-neutral.js';
import { leaveOutMember } from '../leave-out-member.js';
import type { Losses } from '../losses.js';
import { nameSearchLosses } from '../name-search-losses.js';
import { readSearchOptions } from '../web-search.js';
import { NO_SETTINGS } from './convert-tools.js';
import { isGemini3 } from './model-families.js';
import { FORMAT } from './own-source.js';
import { camelName } from './request-members.js';

/** Members of the dialect's top level that a client of another one may send beside its own, in either spelling (LiteLLM lets it). */
const SHARED: ReadonlySet<string> = new Set(['safetySettings', 'cachedContent', 'labels']);

/** Members of `generationConfig` likewise. */
const SHARED_SETTINGS: ReadonlySet<string> = new Set([
  'responseModalities',
  'mediaResolution',
  'speechConfig',
  'imageConfig',
]);

/** Members whose meaning the canonical form holds, or that have nothing to say to a provider of this dialect. */
const ANSWERED = new Set(['thinking', 'reasoning', 'stream_options', 'output_format']);

/** OpenAI's parameters that change the answer and that the provider has not: refused unless dropped. */
const UNSUPPORTED = new Set(['audio', 'function_call', 'functions', 'logit_bias', 'prediction']);

export interface EncodedExtra {
  /** Members of the top level. */
  readonly members: JsonObject;
  /** Members of `generationConfig`. */
  readonly settings: JsonObject;
  /** `web_search_options` asks for the provider's search. */
  readonly searches: boolean;
}

/** Where a member of `extra` goes, by the name that the dialect has for it; undefined: nowhere. */
export function placeOf(request: CanonicalRequest, name: string): 'member' | 'setting' | 'search' | undefined {
  if (request.format === FORMAT) return name === 'generationConfig' ? 'setting' : 'member';
  if (SHARED.has(camelName(name))) return 'member';
  if (SHARED_SETTINGS.has(camelName(name)) || name === 'modalities') return 'setting';
  return name === 'web_search_options' ? 'search' : undefined;
}

/** Members without a canonical place, where the dialect has them; what does not travel is named, or refused. */
export function encodeExtra(request: CanonicalRequest, model: string, losses: Losses): EncodedExtra {
  if (request.format === FORMAT) {
    const { generationConfig, ...members } = request.extra;
    return { members, settings: isJsonObject(generationConfig) ? generationConfig : {}, searches: false };
  }
  refuseUnsupported(request, model, losses);
  const members: Record<string, unknown> = {};
  const settings: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(request.extra)) {
    const place = placeOf(request, name);
    if (place === 'member') members[camelName(name)] = value;
    else if (name === 'modalities') settings['responseModalities'] = upperCase(value);
    else if (place === 'setting') settings[camelName(name)] = value;
    else if (place === undefined && !isNeutral(name, value)) tellLoss(name, value, losses);
  }
  const { web_search_options: options } = request.extra;
  if (options !== undefined) nameSearchLosses(readSearchOptions(options), NO_SETTINGS, losses);
  return { members: members as JsonObject, settings: settings as JsonObject, searches: options !== undefined };
}

function tellLoss(name: string, value: JsonValue | undefined, losses: Losses): void {
  if (ANSWERED.has(name)) return;
  if (UNSUPPORTED.has(name)) losses.refuse(name, 'unknown to the provider');
  else leaveOutMember(name, value, 'unknown to the provider', losses);
}

/** Canonical members that the dialect has no word for. One that asks for nothing (a penalty of 0) is no loss. */
function refuseUnsupported(request: CanonicalRequest, model: string, losses: Losses): void {
  const penalised = (request.frequencyPenalty ?? 0) !== 0 || (request.presencePenalty ?? 0) !== 0;
  if (penalised && isGemini3(model)) {
    if ((request.frequencyPenalty ?? 0) !== 0) losses.refuse('frequency_penalty', `unknown to ${model}`);
    if ((request.presencePenalty ?? 0) !== 0) losses.refuse('presence_penalty', `unknown to ${model}`);
  }
  if (request.parallelToolCalls === false) tellParallelCalls(request.tools?.length ?? 0, losses);
  if (request.seed !== undefined && !isInt32(request.seed)) losses.refuse('seed', 'the provider takes 32 bits');
  if (request.store === true && !isKeptHere(request)) losses.drop('store', 'the provider keeps no completions');
  if (request.user !== undefined && request.user !== '') losses.drop('user', 'the provider asks for no user');
}

/** The provider calls as many functions at once as the model wants; with one function LiteLLM lets it pass. */
function tellParallelCalls(tools: number, losses: Losses): void {
  const reason = 'the provider calls as many tools at once as the model wants';
  if (tools > 1) losses.refuse('parallel_tool_calls', reason);
  else losses.drop('parallel_tool_calls', reason);
}

export function isInt32(seed: NonNullable<CanonicalRequest['seed']>): seed is number {
  return typeof seed === 'number' && (seed | 0) === seed;
}

/** OpenAI's `modalities`: `["text", "image"]`. */
function upperCase(value: unknown): unknown {
  return Array.isArray(value)
    ? value.map((item: unknown) => (typeof item === 'string' ? item.toUpperCase() : item))
    : value;
}
