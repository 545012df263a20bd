import { fail, succeed, type JsonObject, type JsonValue, type Outcome } from '@tollgate/kernel';
import type { CanonicalRequest, GatewayError, Target } from '@tollgate/canonical';
import { dropPath } from '../drop-path.js';
import type { Encoded } from '../format.js';
import { Losses } from '../losses.js';
import { unsupportedContent } from '../unsupported-content.js';
import { unsupportedParameters } from '../unsupported-parameters.js';
import { encodeMessages } from './convert-messages.js';
import { encodeToolChoice, encodeTools } from './convert-tools.js';
import { encodeMetadata } from './encode-metadata.js';
import { encodeReasoning, encodeResponseFormat } from './encode-settings.js';
import { isSentOn } from './is-sent-on.js';
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
  const losses = new Losses();
  const metadata = encodeMetadata(request, target, quirks, losses);
  if (!metadata.ok) return metadata;
  const messages = encodeMessages(request.messages, quirks, losses);
  if (losses.content !== undefined) return fail(unsupportedContent(losses.content, request.format, target.provider));
  const written: JsonObject = {
    messages,
    ...encodeParameters(request, target, quirks, losses),
    ...encodeExtra(request, losses),
    ...(metadata.value !== undefined && { metadata: metadata.value }),
  };
  const supported = dropUnsupported(withDefaults(written, target, quirks, losses), request, target, quirks, losses);
  if (!supported.ok) return supported;
  const paths = [...target.additionalDropParams, ...(request.gateway.additionalDropParams ?? [])];
  const dropped = paths.reduce((body, path) => noteDrop(body, path, losses), supported.value);
  const extended = withExtraBody(dropped, target, losses);
  return succeed({ body: { ...extended, ...governed(request, target, quirks) }, warnings: losses.warnings });
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
    logprobs: request.logprobs,
    top_logprobs: request.topLogprobs,
    store: request.store,
    response_format: encodeResponseFormat(request.responseFormat),
    reasoning_effort: encodeReasoning(request, target, quirks, losses),
    service_tier: own ? request.serviceTier : undefined,
    user: own ? request.user : request.user?.slice(0, USER_LENGTH_MAX),
    ...encodeToolUse(request, own, losses),
  });
}

/** What a client of another dialect says in words that mean nothing here, or too many of them. */
function nameForeignLosses({ topK, serviceTier, user }: CanonicalRequest, takesTopK: boolean, losses: Losses): void {
  if (topK !== undefined && !takesTopK) losses.drop('top_k', 'not a parameter of the provider');
  // `auto` asks for what a provider does unasked
  if (serviceTier !== undefined && serviceTier !== 'auto')
    losses.drop('service_tier', `the provider has no tier ${serviceTier}`);
  if (user !== undefined && user.length > USER_LENGTH_MAX)
    losses.change('user', `cut to ${USER_LENGTH_MAX} characters`);
}

/** Without tools, OpenAI refuses what belongs to them; a client of this dialect is told so itself. */
function encodeToolUse(request: CanonicalRequest, own: boolean, losses: Losses): Record<string, JsonValue | undefined> {
  const tools = request.tools === undefined ? undefined : encodeTools(request.tools, losses);
  if (!own && (tools === undefined || tools.length === 0)) return {};
  return {
    tools,
    tool_choice: request.toolChoice === undefined ? undefined : encodeToolChoice(request.toolChoice, losses),
    parallel_tool_calls: request.parallelToolCalls,
  };
}

/** Members without a canonical place; what does not travel is named. */
function encodeExtra(request: CanonicalRequest, losses: Losses): JsonObject {
  if (isEmpty(request.extra)) return request.extra;
  const sent: Record<string, JsonValue | undefined> = {};
  for (const [name, value] of Object.entries(request.extra)) {
    if (name === 'stream_options') continue;
    if (isSentOn(request, name)) sent[name] = value;
    else if (name !== SCHEMA_MEMBER || request.responseFormat === undefined)
      losses.drop(name, 'not a parameter of the provider');
  }
  return sent;
}

/** The operator's parameters, where the client sent none. A default limit yields to a client's limit under any name. */
function withDefaults(body: JsonObject, target: Target, quirks: OpenAiChatQuirks, losses: Losses): JsonObject {
  if (isEmpty(target.defaults)) return body;
  const limited = LIMITS.some((field) => body[field] !== undefined);
  const defaults: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(target.defaults)) {
    if (value === undefined || value === null || body[name] !== undefined || name === 'model' || name === 'stream')
      continue;
    if (LIMITS.includes(name)) {
      if (!limited) defaults[quirks.limitField(target.model, name)] = value;
    } else if (UNTOUCHABLE.has(name)) {
      losses.drop(name, 'a deployment does not set it for its callers');
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
  losses: Losses,
): Outcome<JsonObject, GatewayError> {
  const dropping = request.gateway.dropParams ?? target.dropParams;
  if (!dropping && (quirks.unsupported?.length ?? 0) === 0) return succeed(body);
  const allowed = new Set([...target.allowedOpenaiParams, ...(request.gateway.allowedOpenaiParams ?? [])]);
  const names = Object.keys(body).filter((name) => !allowed.has(name));
  const unsupported = names.filter((name) => quirks.unsupported?.includes(name) === true);
  if (unsupported.length > 0 && !dropping)
    return fail(unsupportedParameters(quirks.provider, target.model, unsupported));
  const fragile = dropping ? names.filter((name) => quirks.fragile?.(target.model, name, body[name]) === true) : [];
  const gone = new Set([...unsupported, ...fragile]);
  for (const name of gone) losses.drop(name, `not supported by ${target.model}`);
  return succeed(gone.size === 0 ? body : Object.fromEntries(Object.entries(body).filter(([name]) => !gone.has(name))));
}

function noteDrop(body: JsonObject, path: string, losses: Losses): JsonObject {
  const dropped = dropPath(body, path);
  if (dropped !== body) losses.drop(path, 'additional_drop_params');
  return dropped;
}

/** The operator's `extra_body` comes last, but for what was reserved and authorized. */
function withExtraBody(body: JsonObject, target: Target, losses: Losses): JsonObject {
  if (isEmpty(target.extraBody)) return body;
  const limited = LIMITS.some((field) => body[field] !== undefined);
  const extra = Object.entries(target.extraBody).filter(([name]) => {
    const mayLimit = LIMITS.includes(name) && !limited;
    if (mayLimit || !UNTOUCHABLE.has(name)) return true;
    losses.drop(`extra_body.${name}`, 'the gateway governs it');
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
