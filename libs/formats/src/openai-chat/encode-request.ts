import { fail, succeed, type JsonObject, type JsonValue, type Outcome } from '@tollgate/kernel';
import type { CanonicalRequest, GatewayError, Target, Warning } from '@tollgate/canonical';
import { dropPath } from '../drop-path.js';
import type { Encoded } from '../format.js';
import { unsupportedContent } from '../unsupported-content.js';
import { unsupportedParameters } from '../unsupported-parameters.js';
import { encodeMessages } from './convert-messages.js';
import { encodeToolChoice, encodeTools } from './convert-tools.js';
import { encodeMetadata } from './encode-metadata.js';
import { encodeReasoning, encodeResponseFormat } from './encode-settings.js';
import { isSentOn } from './is-sent-on.js';
import { MessageLosses } from './message-losses.js';
import type { OpenAiChatQuirks } from './quirks.js';

const LIMITS = ['max_tokens', 'max_completion_tokens'];
/** What was reserved and authorized: no setting of the operator's changes it for a caller. */
const UNTOUCHABLE = new Set([...LIMITS, 'model', 'messages', 'stream', 'stream_options', 'n', 'best_of']);
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
  const warnings: Warning[] = [];
  const metadata = encodeMetadata(request, target, quirks, warnings);
  if (!metadata.ok) return metadata;
  const losses = new MessageLosses(warnings);
  const messages = encodeMessages(request.messages, quirks, losses);
  if (losses.refused !== undefined) return fail(unsupportedContent(losses.refused, request.format, target.provider));
  const written: JsonObject = {
    messages,
    ...encodeParameters(request, target, quirks, warnings),
    ...encodeExtra(request, warnings),
    ...(metadata.value !== undefined && { metadata: metadata.value }),
  };
  const supported = dropUnsupported(withDefaults(written, target, quirks, warnings), request, target, quirks, warnings);
  if (!supported.ok) return supported;
  const paths = [...target.additionalDropParams, ...(request.gateway.additionalDropParams ?? [])];
  const dropped = paths.reduce((body, path) => noteDrop(body, path, warnings), supported.value);
  const extended = withExtraBody(dropped, target, warnings);
  return succeed({ body: { ...extended, ...governed(request, target, quirks) }, warnings });
}

/** What no drop and no `extra_body` may change. */
function governed(request: CanonicalRequest, target: Target, quirks: OpenAiChatQuirks): JsonObject {
  if (!request.stream) return { model: target.model };
  const options = quirks.takesStreamOptions === false ? {} : { stream_options: encodeStreamOptions(request) };
  return { model: target.model, stream: true, ...options };
}

/** Usage is always asked for: metering needs it, whether the client does or not. */
function encodeStreamOptions(request: CanonicalRequest): JsonObject {
  const others = request.format === 'openai-chat' ? request.extra['stream_options'] : undefined;
  return { ...(others as JsonObject | undefined), include_usage: true };
}

function encodeParameters(
  request: CanonicalRequest,
  target: Target,
  quirks: OpenAiChatQuirks,
  warnings: Warning[],
): JsonObject {
  const own = request.format === 'openai-chat';
  const limitField = quirks.limitField(target.model, request.maxOutputTokensField);
  if (own && request.maxOutputTokensField !== undefined && limitField !== request.maxOutputTokensField) {
    warnings.push({
      code: 'changed',
      path: request.maxOutputTokensField,
      reason: `sent as ${limitField}, which the model takes`,
    });
  }
  const topK = own || quirks.takesTopK === true;
  if (!own) nameForeignLosses(request, topK, warnings);
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
    logprobs: request.logprobs,
    top_logprobs: request.topLogprobs,
    store: request.store,
    response_format: encodeResponseFormat(request.responseFormat),
    reasoning_effort: encodeReasoning(request, target, quirks, warnings),
    service_tier: own ? request.serviceTier : undefined,
    user: own ? request.user : request.user?.slice(0, USER_LENGTH_MAX),
    ...encodeToolUse(request, own, warnings),
  });
}

/** What a client of another dialect says in words that mean nothing here, or too many of them. */
function nameForeignLosses(
  { topK, serviceTier, user }: CanonicalRequest,
  takesTopK: boolean,
  warnings: Warning[],
): void {
  if (topK !== undefined && !takesTopK)
    warnings.push({ code: 'dropped', path: 'top_k', reason: 'not a parameter of the provider' });
  // `auto` asks for what a provider does unasked
  if (serviceTier !== undefined && serviceTier !== 'auto')
    warnings.push({ code: 'dropped', path: 'service_tier', reason: `the provider has no tier ${serviceTier}` });
  if (user !== undefined && user.length > USER_LENGTH_MAX)
    warnings.push({ code: 'changed', path: 'user', reason: `cut to ${USER_LENGTH_MAX} characters` });
}

/** Without tools, OpenAI refuses what belongs to them; a client of this dialect is told so itself. */
function encodeToolUse(
  request: CanonicalRequest,
  own: boolean,
  warnings: Warning[],
): Record<string, JsonValue | undefined> {
  const tools = request.tools === undefined ? undefined : encodeTools(request.tools, warnings);
  if (!own && (tools === undefined || tools.length === 0)) return {};
  return {
    tools,
    tool_choice: request.toolChoice === undefined ? undefined : encodeToolChoice(request.toolChoice, warnings),
    parallel_tool_calls: request.parallelToolCalls,
  };
}

/** Members without a canonical place; what does not travel is named. */
function encodeExtra(request: CanonicalRequest, warnings: Warning[]): JsonObject {
  if (isEmpty(request.extra)) return request.extra;
  const { stream_options: _governed, ...extra } = request.extra;
  const lost = Object.keys(extra).filter((name) => !isSentOn(request, name));
  const isTold = (name: string): boolean => name === SCHEMA_MEMBER && request.responseFormat !== undefined;
  for (const path of lost.filter((name) => !isTold(name)))
    warnings.push({ code: 'dropped', path, reason: 'not a parameter of the provider' });
  return lost.length === 0 ? extra : Object.fromEntries(Object.entries(extra).filter(([name]) => !lost.includes(name)));
}

/** The operator's parameters, where the client sent none. A default limit yields to a client's limit under any name. */
function withDefaults(body: JsonObject, target: Target, quirks: OpenAiChatQuirks, warnings: Warning[]): JsonObject {
  if (isEmpty(target.defaults)) return body;
  const limited = LIMITS.some((field) => body[field] !== undefined);
  const defaults: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(target.defaults)) {
    if (value === undefined || value === null || body[name] !== undefined || name === 'model' || name === 'stream')
      continue;
    if (LIMITS.includes(name)) {
      if (!limited) defaults[quirks.limitField(target.model, name)] = value;
    } else if (UNTOUCHABLE.has(name)) {
      warnings.push({ code: 'dropped', path: name, reason: 'a deployment does not set it for its callers' });
    } else {
      defaults[name] = value;
    }
  }
  return { ...defaults, ...body };
}

function dropUnsupported(
  body: JsonObject,
  request: CanonicalRequest,
  target: Target,
  quirks: OpenAiChatQuirks,
  warnings: Warning[],
): Outcome<JsonObject, GatewayError> {
  const isFree = (quirks.unsupported?.length ?? 0) === 0 && !(request.gateway.dropParams ?? target.dropParams);
  if (isFree) return succeed(body);
  const allowed = new Set([...target.allowedOpenaiParams, ...(request.gateway.allowedOpenaiParams ?? [])]);
  const dropping = request.gateway.dropParams ?? target.dropParams;
  const names = Object.keys(body).filter((name) => !allowed.has(name));
  const unsupported = names.filter((name) => quirks.unsupported?.includes(name) === true);
  if (unsupported.length > 0 && !dropping)
    return fail(unsupportedParameters(quirks.provider, target.model, unsupported));
  const fragile = dropping ? names.filter((name) => quirks.fragile?.(target.model, name, body[name]) === true) : [];
  const gone = new Set([...unsupported, ...fragile]);
  for (const name of gone) warnings.push({ code: 'dropped', path: name, reason: `not supported by ${target.model}` });
  return succeed(gone.size === 0 ? body : Object.fromEntries(Object.entries(body).filter(([name]) => !gone.has(name))));
}

function noteDrop(body: JsonObject, path: string, warnings: Warning[]): JsonObject {
  const dropped = dropPath(body, path);
  if (dropped !== body) warnings.push({ code: 'dropped', path, reason: 'additional_drop_params' });
  return dropped;
}

/** The operator's `extra_body` comes last, but for what was reserved and authorized. */
function withExtraBody(body: JsonObject, target: Target, warnings: Warning[]): JsonObject {
  if (isEmpty(target.extraBody)) return body;
  const limited = LIMITS.some((field) => body[field] !== undefined);
  const extra = Object.entries(target.extraBody).filter(([name]) => {
    const mayLimit = LIMITS.includes(name) && !limited;
    if (mayLimit || !UNTOUCHABLE.has(name)) return true;
    warnings.push({ code: 'dropped', path: `extra_body.${name}`, reason: 'the gateway governs it' });
    return false;
  });
  return { ...body, ...Object.fromEntries(extra) };
}

function isEmpty(object: object): boolean {
  for (const _ in object) return false;
  return true;
}

function defined(members: Record<string, JsonValue | undefined>): JsonObject {
  const kept: Record<string, JsonValue> = {};
  for (const name in members) {
    const value = members[name];
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}
