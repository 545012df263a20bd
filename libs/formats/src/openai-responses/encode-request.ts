import { fail, isJsonObject, succeed, type JsonObject, type JsonValue, type Outcome } from '@tollgate/kernel';
import {
  GOVERNED_EVERYWHERE,
  type CanonicalRequest,
  type GatewayError,
  type Target,
  type Warning,
} from '@tollgate/canonical';
import { omitParameters } from '../omit-parameters.js';
import { refuseKeptState } from '../refuse-kept-state.js';
import { tolerateLosses } from '../tolerate-losses.js';
import { dropParameters } from '../drop-parameters.js';
import { allowedParameters, mayDrop, pathsToDrop } from '../drop-settings.js';
import type { Encoded } from '../format.js';
import { Losses } from '../losses.js';
import { refuseMedia } from '../media/refuse-media.js';
import { nameGoverned } from '../name-governed.js';
import { nameUnread } from '../name-unread.js';
import { readSearchOptions } from '../web-search.js';
import { encodeKeptMetadata, encodeMetadata } from '../openai-chat/encode-metadata.js';
import { defined } from '../openai-chat/operator-settings.js';
import { applyDefaults } from './apply-defaults.js';
import { encodeToolChoice, encodeTools } from './convert-tools.js';
import { encodeExtra } from './encode-extra.js';
import { encodeInput } from './encode-input.js';
import { encodeSearch, maxToolCalls } from './encode-search.js';
import { encodeInclude, encodeReasoning, encodeText } from './encode-settings.js';
import { FORMAT } from './own-source.js';
import type { OpenAiResponsesQuirks } from './quirks.js';

/** What was reserved and authorized: no setting of the operator's changes it for a caller. */
const GOVERNED = new Set([
  ...GOVERNED_EVERYWHERE,
  'max_output_tokens',
  'max_tokens',
  'max_completion_tokens',
  'max_tool_calls',
]);

/** A user's name is at most this long (API reference 2.3.0, `safety_identifier`); LiteLLM cuts another dialect's to it. */
const USER_LENGTH_MAX = 64;

/**
 * The body of `POST /v1/responses`: the top level is always written anew. Input, tools and settings of this dialect go out as they came,
 * those of another are built. Refuses, in LiteLLM's words, what the API has no member for and the target does not drop.
 */
export function encodeRequest(
  sent: CanonicalRequest,
  target: Target,
  quirks: OpenAiResponsesQuirks,
): Outcome<Encoded, GatewayError> {
  const elsewhere = refuseKeptState(sent, target, FORMAT);
  if (elsewhere !== undefined) return fail(elsewhere);
  const drops = pathsToDrop(sent, target).filter((path) => !GOVERNED.has(path));
  const request = applyDefaults(omitParameters(sent, drops), target.defaults);
  const losses = new Losses();
  const metadata = encodeOwnMetadata(request, target, losses);
  if (!metadata.ok) return metadata;
  nameUnread(request, FORMAT, losses);
  refuseMedia(request, target, FORMAT, losses);
  nameGoverned(target, (name) => GOVERNED.has(name), losses);
  const body = { ...encodeBody(request, target, quirks, losses), ...metadata.value };
  const tolerated = tolerateLosses(request, target, losses);
  if (!tolerated.ok) return tolerated;
  const { allowed, warnings } = tolerated.value;
  const fragile = fragileMembers(body, request, target, quirks);
  const kept = Object.fromEntries(Object.entries({ ...body, ...allowed }).filter(([name]) => !fragile.includes(name)));
  const dropped = dropParameters(kept, sent, drops);
  const unfit = fragile.map((path): Warning => ({ code: 'dropped', path, reason: `not supported by ${target.model}` }));
  return succeed({
    body: { ...dropped.body, ...extraBody(target), ...governed(request, target, body) },
    warnings: [...warnings, ...unfit, ...dropped.warnings],
  });
}

function encodeBody(
  request: CanonicalRequest,
  target: Target,
  quirks: OpenAiResponsesQuirks,
  losses: Losses,
): JsonObject {
  return defined({
    ...encodeInput(request.messages, losses),
    max_output_tokens: request.maxOutputTokens,
    temperature: request.temperature,
    top_p: request.topP,
    // kept by the provider unless told otherwise: only a client of this dialect can ask for what is kept
    store: request.store ?? (request.format === FORMAT ? undefined : false),
    service_tier: encodeServiceTier(request, losses),
    user: encodeUser(request, losses),
    ...encodeText(request),
    ...encodeReasoning(request, target, quirks, losses),
    ...encodeToolUse(request, losses),
    max_tool_calls: maxToolCalls(request),
    ...encodeExtra(request, losses),
    ...encodeInclude(request, target, quirks),
  });
}

/** A client of this dialect is told by the provider itself what does not go without tools. */
function encodeToolUse(request: CanonicalRequest, losses: Losses): Record<string, JsonValue | undefined> {
  const named = request.tools === undefined ? [] : encodeTools(request.tools, losses);
  const tools = [...named, ...searchAsked(request, losses)];
  if (request.format !== FORMAT && tools.length === 0) return {};
  return {
    tools: request.tools === undefined && tools.length === 0 ? undefined : tools,
    tool_choice: request.toolChoice === undefined ? undefined : encodeToolChoice(request.toolChoice, losses),
    parallel_tool_calls: request.parallelToolCalls,
  };
}

/** `web_search_options` of chat completions as the tool that it is here. */
function searchAsked({ extra, format }: CanonicalRequest, losses: Losses): readonly JsonValue[] {
  const options = extra['web_search_options'];
  return format === FORMAT || !isJsonObject(options) ? [] : [encodeSearch(readSearchOptions(options), losses)];
}

/** The tiers are those of chat completions; `auto` asks for what a provider does unasked. */
function encodeServiceTier({ serviceTier, format }: CanonicalRequest, losses: Losses): string | undefined {
  if (serviceTier === undefined || format === FORMAT || format === 'openai-chat') return serviceTier;
  if (serviceTier !== 'auto') losses.drop('service_tier', `the provider has no tier ${serviceTier}`);
  return undefined;
}

function encodeUser({ user, format }: CanonicalRequest, losses: Losses): string | undefined {
  if (user === undefined || format === FORMAT || user.length <= USER_LENGTH_MAX) return user;
  losses.change('user', `cut to ${USER_LENGTH_MAX} characters`);
  return user.slice(0, USER_LENGTH_MAX);
}

/** The caller's metadata: always for a client of this API, which keeps answers unless told otherwise; else as on chat. */
function encodeOwnMetadata(
  request: CanonicalRequest,
  target: Target,
  losses: Losses,
): Outcome<JsonObject, GatewayError> {
  const encoded =
    request.format === FORMAT
      ? encodeKeptMetadata(request, target, losses)
      : encodeMetadata(request, target, { takesMetadata: true }, losses);
  if (!encoded.ok) return encoded;
  return succeed(encoded.value === undefined ? {} : { metadata: encoded.value });
}

function fragileMembers(
  body: JsonObject,
  request: CanonicalRequest,
  target: Target,
  quirks: OpenAiResponsesQuirks,
): readonly string[] {
  if (!mayDrop(request, target)) return [];
  const allowed = allowedParameters(request, target);
  return Object.keys(body).filter(
    (name) => !allowed.has(name) && quirks.fragile?.(target.model, name, body[name]) === true,
  );
}

function extraBody(target: Target): JsonObject {
  return Object.fromEntries(Object.entries(target.extraBody).filter(([name]) => !GOVERNED.has(name)));
}

/** What no drop and no `extra_body` may change. */
function governed(request: CanonicalRequest, target: Target, body: JsonObject): JsonObject {
  const { input, max_output_tokens: limit } = body;
  return {
    model: target.model,
    ...(input !== undefined && { input }),
    ...(limit !== undefined && { max_output_tokens: limit }),
    ...(request.stream && { stream: true }),
  };
}
