import { fail, isJsonObject, succeed, type JsonObject, type JsonValue, type Outcome } from '@tollgate/kernel';
import { GOVERNED_EVERYWHERE, type CanonicalRequest, type GatewayError, type Target } from '@tollgate/canonical';
import type { Encoded } from '../format.js';
import { isKeptHere } from '../is-kept-here.js';
import { isNeutral } from '../is-neutral.js';
import { leaveOutMember } from '../leave-out-member.js';
import { Losses } from '../losses.js';
import { refuseMedia } from '../media/refuse-media.js';
import { nameUnread } from '../name-unread.js';
import { refuseKeptState } from '../refuse-kept-state.js';
import { tolerateLosses } from '../tolerate-losses.js';
import { unsupportedParameters } from '../unsupported-parameters.js';
import { encodeMessages } from './convert-messages.js';
import { encodeToolChoice, encodeTools } from './convert-tools.js';
import { encodeMetadata } from './encode-metadata.js';
import { encodeSearchOptions, searchesAsked } from './encode-search.js';
import { encodeReasoning, encodeResponseFormat, translatesThinking } from './encode-settings.js';
import { encodeVerbosity } from './encode-verbosity.js';
import { isSentOn } from './is-sent-on.js';
import {
  defined,
  dropNamed,
  isEmpty,
  leaveOutNamed,
  LIMITS,
  withDefaults,
  withExtraBody,
} from './operator-settings.js';
import type { OpenAiChatQuirks } from './quirks.js';

/** What was reserved and authorized: no setting of the operator's changes it for a caller. */
const UNTOUCHABLE: ReadonlySet<string> = new Set([...GOVERNED_EVERYWHERE, ...LIMITS, 'stream_options', 'n', 'best_of']);
/** A safety identifier of OpenAI's is at most this long; LiteLLM cuts another dialect's user id to it. */
const USER_LENGTH_MAX = 64;

/** Anthropic's older member for a schema of the answer, kept as sent beside what was read of it. */
const SCHEMA_MEMBER = 'output_format';

/**
 * The provider's body: the top level is always written anew. Messages, tools and settings of this dialect go out as they came;
 * those of another are built, and content that this one cannot tell is refused, whatever may be dropped. The operator's defaults and
 * `extra_body` come after and never change what the gateway governs.
 */
export function encodeRequest(
  request: CanonicalRequest,
  target: Target,
  quirks: OpenAiChatQuirks,
): Outcome<Encoded, GatewayError> {
  const kept = refuseKeptState(request, target, 'openai-chat');
  if (kept !== undefined) return fail(kept);
  const losses = new Losses();
  const metadata = encodeMetadata(request, target, quirks, losses);
  if (!metadata.ok) return metadata;
  nameUnread(request, 'openai-chat', losses);
  refuseMedia(request, target, 'openai-chat', losses, quirks.messages?.flatParts === true);
  if (quirks.takesStreamOptions === false) nameStreamOptions(request, losses);
  const marksCache = quirks.takesCacheMarkers?.(target.model) === true;
  const messages = encodeMessages(request.messages, { ...quirks, marksCache }, losses);
  const written: JsonObject = {
    messages,
    ...encodeParameters(request, target, quirks, losses),
    ...encodeExtra(request, translatesThinking(request, target, quirks), losses),
    ...(metadata.value !== undefined && { metadata: metadata.value }),
  };
  leaveOutNamed(request, target, losses);
  const tolerated = tolerateLosses(request, target, losses);
  if (!tolerated.ok) return tolerated;
  const told = losses.warnings.length;
  const supported = dropUnsupported(
    withDefaults(
      { ...written, ...tolerated.value.allowed },
      target,
      { untouchable: UNTOUCHABLE, limitField: (name) => quirks.limitField(target.model, name) },
      losses,
    ),
    request,
    target,
    quirks,
    losses,
  );
  if (!supported.ok) return supported;
  const dropped = rename(dropNamed(supported.value, request, target, losses), quirks);
  const extended = withExtraBody(dropped, target, UNTOUCHABLE, losses);
  const warnings = [...tolerated.value.warnings, ...losses.warnings.slice(told)];
  return succeed({ body: { ...extended, ...governed(request, target, quirks) }, warnings });
}

/** What no drop and no `extra_body` may change. */
function governed(request: CanonicalRequest, target: Target, quirks: OpenAiChatQuirks): JsonObject {
  const model = quirks.modelName?.(target.model, target.apiBase) ?? target.model;
  if (!request.stream) return { model };
  const options = quirks.takesStreamOptions === false ? {} : { stream_options: encodeStreamOptions(request) };
  return { model, stream: true, ...options };
}

/** Usage is always asked for: metering needs it, whether the client does or not. */
function encodeStreamOptions(request: CanonicalRequest): JsonObject {
  const others = request.format === 'openai-chat' ? request.extra['stream_options'] : undefined;
  return { ...(others as JsonObject | undefined), include_usage: true };
}

/** Of a client of this dialect: all but the usage, which the host tells unasked. */
function nameStreamOptions({ format, extra }: CanonicalRequest, losses: Losses): void {
  const options = format === 'openai-chat' ? extra['stream_options'] : undefined;
  for (const name of isJsonObject(options) ? Object.keys(options) : [])
    losses.drop(`stream_options.${name}`, 'not a parameter of the provider');
}

function encodeParameters(
  request: CanonicalRequest,
  target: Target,
  quirks: OpenAiChatQuirks,
  losses: Losses,
): JsonObject {
  const own = request.format === 'openai-chat';
  const limitField = quirks.limitField(target.model, request.maxOutputTokensField);
  if (own && request.maxOutputTokensField !== undefined && limitField !== request.maxOutputTokensField) {
    losses.change(request.maxOutputTokensField, `sent as ${limitField}, which the model takes`);
  }
  const topK = own || quirks.takesTopK === true;
  if (!own) nameForeignLosses(request, topK, losses);
  return defined({
    [limitField]: request.maxOutputTokens,
    temperature: request.temperature,
    top_p: request.topP,
    top_k: topK ? request.topK : undefined,
    stop: request.stop,
    seed: request.seed,
    frequency_penalty: request.frequencyPenalty,
    presence_penalty: request.presencePenalty,
    n: request.choices,
    ...encodeLogprobs(request, own, losses),
    store: request.store,
    response_format: encodeResponseFormat(request.responseFormat),
    reasoning_effort: encodeReasoning(request, target, quirks, losses),
    service_tier: sharesTiers(request) ? request.serviceTier : undefined,
    user: own ? request.user : request.user?.slice(0, USER_LENGTH_MAX),
    ...encodeToolUse(request, quirks, losses),
  });
}

/** A stream carries them in its own events alone: another dialect's client would never hear of them. */
function encodeLogprobs(
  { logprobs, topLogprobs, stream }: CanonicalRequest,
  own: boolean,
  losses: Losses,
): Record<string, JsonValue | undefined> {
  if (own || !stream || logprobs !== true) return { logprobs, top_logprobs: topLogprobs };
  losses.drop('logprobs', 'not told in a stream to a client of another dialect');
  return {};
}

/** What a client of another dialect says in words that mean nothing here, or too many of them. */
function nameForeignLosses(request: CanonicalRequest, takesTopK: boolean, losses: Losses): void {
  const { topK, serviceTier, user } = request;
  if (topK !== undefined && !takesTopK) losses.drop('top_k', 'not a parameter of the provider');
  // `auto` asks for what a provider does unasked
  if (serviceTier !== undefined && serviceTier !== 'auto' && !sharesTiers(request))
    losses.drop('service_tier', `the provider has no tier ${serviceTier}`);
  if (user !== undefined && user.length > USER_LENGTH_MAX)
    losses.change('user', `cut to ${USER_LENGTH_MAX} characters`);
}

/** OpenAI's tiers have the same names in both its dialects. */
function sharesTiers({ format }: CanonicalRequest): boolean {
  return format === 'openai-chat' || format === 'openai-responses';
}

/** Without tools, OpenAI refuses what belongs to them; a client of this dialect is told so itself. */
function encodeToolUse(
  request: CanonicalRequest,
  quirks: OpenAiChatQuirks,
  losses: Losses,
): Record<string, JsonValue | undefined> {
  const own = request.format === 'openai-chat';
  const searches = searchesAsked(request, quirks);
  const search = encodeSearchOptions(searches, losses);
  const tools = request.tools === undefined ? undefined : encodeTools(request.tools, losses, searches.length > 0);
  if (!own && (tools === undefined || tools.length === 0)) return search;
  return {
    ...search,
    tools,
    tool_choice: request.toolChoice === undefined ? undefined : encodeToolChoice(request.toolChoice, losses),
    parallel_tool_calls: request.parallelToolCalls,
  };
}

/** Members without a canonical place; what does not travel is named. */
function encodeExtra(request: CanonicalRequest, thinkingTold: boolean, losses: Losses): JsonObject {
  if (isEmpty(request.extra)) return request.extra;
  const sent: Record<string, JsonValue | undefined> = {};
  for (const [name, value] of Object.entries(request.extra)) {
    if (name === 'stream_options' || (thinkingTold && name === 'thinking')) continue;
    if (name === 'text' && request.format === 'openai-responses') Object.assign(sent, encodeVerbosity(request));
    else if (isSentOn(request, name)) sent[name] = value;
    else if (name !== SCHEMA_MEMBER || request.responseFormat === undefined)
      leaveOutMember(name, value, 'not a parameter of the provider', losses);
  }
  return sent;
}

function dropUnsupported(
  body: JsonObject,
  request: CanonicalRequest,
  target: Target,
  quirks: OpenAiChatQuirks,
  losses: Losses,
): Outcome<JsonObject, GatewayError> {
  const dropping = request.gateway.dropParams ?? target.dropParams;
  if (!dropping && (quirks.unsupported?.length ?? 0) === 0) return succeed(body);
  const allowed = new Set([...target.allowedOpenaiParams, ...(request.gateway.allowedOpenaiParams ?? [])]);
  const names = Object.keys(body).filter((name) => !allowed.has(name));
  const unsupported = names.filter((name) => quirks.unsupported?.includes(name) === true);
  const refused = unsupported.filter((name) => !HINTS.has(name) && !isNeutral(name, body[name]));
  if (refused.length > 0 && !dropping) return fail(unsupportedParameters(quirks.provider, target.model, refused));
  const fragile = dropping ? names.filter((name) => quirks.fragile?.(target.model, name, body[name]) === true) : [];
  const gone = new Set([...unsupported, ...fragile]);
  for (const name of gone)
    if (!isNeutral(name, body[name]) && !(name === 'store' && isKeptHere(request)))
      losses.drop(name, `not supported by ${target.model}`);
  return succeed(gone.size === 0 ? body : Object.fromEntries(Object.entries(body).filter(([name]) => !gone.has(name))));
}

/** What can be left out without leave: who is asking, and how to keep the answer. */
const HINTS: ReadonlySet<string> = new Set([
  'user',
  'safety_identifier',
  'store',
  'service_tier',
  'verbosity',
  'moderation',
  'prompt_cache_key',
  'prompt_cache_options',
  'prompt_cache_retention',
]);

/** A provider's own name that stands there already is the client's own word. */
function rename(body: JsonObject, { renamed }: OpenAiChatQuirks): JsonObject {
  if (renamed === undefined) return body;
  const members = Object.entries(body).flatMap(([name, value]) => {
    const own = Object.hasOwn(renamed, name) ? renamed[name] : undefined;
    if (own === undefined) return [[name, value]];
    return body[own] === undefined ? [[own, value]] : [];
  });
  return Object.fromEntries(members) as JsonObject;
}
