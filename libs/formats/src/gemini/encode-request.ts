import { fail, isJsonObject, succeed, type JsonObject, type JsonValue, type Outcome } from '@tollgate/kernel';
import { GOVERNED_EVERYWHERE, type CanonicalRequest, type GatewayError, type Target } from '@tollgate/canonical';
import { dropParameters } from '../drop-parameters.js';
import { pathsToDrop } from '../drop-settings.js';
import type { Encoded } from '../format.js';
import { Losses } from '../losses.js';
import { refuseMedia } from '../media/refuse-media.js';
import { nameGoverned } from '../name-governed.js';
import { nameUnread } from '../name-unread.js';
import { encodeMetadata } from '../openai-chat/encode-metadata.js';
import { omitParameters } from '../omit-parameters.js';
import { refuseKeptState } from '../refuse-kept-state.js';
import { tolerateLosses } from '../tolerate-losses.js';
import { applyDefaults } from './apply-defaults.js';
import { encodeReasoning } from './convert-reasoning.js';
import { encodeResponseFormat } from './convert-response-format.js';
import { encodeToolChoice, encodeTools } from './convert-tools.js';
import { encodeContents } from './encode-contents.js';
import { encodeExtra, isInt32, type EncodedExtra } from './encode-extra.js';
import { FORMAT } from './own-source.js';
import { camelName } from './request-members.js';

/** What the gateway has authorized and reserved: neither `extra_body` nor a drop changes it. */
const GOVERNED = new Set([...GOVERNED_EVERYWHERE, 'max_tokens', 'max_completion_tokens', 'n']);
const GOVERNED_SETTINGS = new Set(['candidateCount']);

/**
 * The body of generateContent and streamGenerateContent; the model stands in the address. Refuses, in LiteLLM's words, what the dialect
 * has no member for and the target does not drop.
 */
export function encodeRequest(sent: CanonicalRequest, target: Target): Outcome<Encoded, GatewayError> {
  const kept = refuseKeptState(sent, target, FORMAT);
  if (kept !== undefined) return fail(kept);
  const drops = pathsToDrop(sent, target);
  const request = applyDefaults(omitParameters(sent, drops), target.defaults);
  const losses = new Losses();
  const metadata = encodeMetadata(request, target, {}, losses);
  if (!metadata.ok) return metadata;
  nameUnread(request, FORMAT, losses);
  refuseMedia(request, target, FORMAT, losses);
  nameGoverned(target, (name) => GOVERNED.has(camelName(name)), losses);
  const body = encodeBody(request, target.model, losses);
  const tolerated = tolerateLosses(request, target, losses);
  if (!tolerated.ok) return tolerated;
  const free = drops.filter((path) => !GOVERNED.has(path));
  const dropped = dropParameters(body, sent, free);
  return succeed({
    body: withExtraBody({ ...dropped.body, ...tolerated.value.allowed }, target.extraBody),
    warnings: [...tolerated.value.warnings, ...dropped.warnings],
  });
}

function encodeBody(request: CanonicalRequest, model: string, losses: Losses): JsonObject {
  const { messages, serviceTier } = request;
  const extra = encodeExtra(request, model, losses);
  const settings = encodeSettings(request, extra, model, losses);
  const tier = request.format === FORMAT ? serviceTier : encodeServiceTier(serviceTier, losses);
  return {
    ...encodeContents(messages, model, losses),
    ...encodeToolUse(request, extra, losses),
    ...extra.members,
    ...encodeToolConfig(request, extra, losses),
    ...(Object.keys(settings).length > 0 && { generationConfig: settings }),
    ...(tier !== undefined && { serviceTier: tier }),
  };
}

function encodeToolUse({ tools = [] }: CanonicalRequest, { searches }: EncodedExtra, losses: Losses): JsonObject {
  const encoded = [...encodeTools(tools, losses), ...(searches ? [{ googleSearch: {} }] : [])];
  return encoded.length === 0 ? {} : { tools: encoded };
}

/** A choice without tools is refused by the provider; a client of this dialect is told so itself. */
function encodeToolConfig(request: CanonicalRequest, { members }: EncodedExtra, losses: Losses): JsonObject {
  const own = request.format === FORMAT;
  const choice = own || (request.tools?.length ?? 0) > 0 ? encodeToolChoice(request.toolChoice, losses) : undefined;
  const others = isJsonObject(members['toolConfig']) ? members['toolConfig'] : {};
  if (choice === undefined) return {};
  return { toolConfig: { ...others, functionCallingConfig: choice } };
}

/** `generationConfig`. */
function encodeSettings(
  request: CanonicalRequest,
  { settings }: EncodedExtra,
  model: string,
  losses: Losses,
): JsonObject {
  const own = request.format === FORMAT;
  const { choices, logprobs, seed } = request;
  return defined({
    ...settings,
    candidateCount: choices === 1 && !own ? undefined : choices,
    maxOutputTokens: request.maxOutputTokens,
    stopSequences: own || (request.stop?.length ?? 0) > 0 ? request.stop : undefined,
    temperature: request.temperature,
    topP: request.topP,
    topK: request.topK,
    seed: own || (seed !== undefined && isInt32(seed)) ? seed : undefined,
    presencePenalty: encodePenalty(request.presencePenalty, own),
    frequencyPenalty: encodePenalty(request.frequencyPenalty, own),
    responseLogprobs: logprobs,
    logprobs: request.topLogprobs,
    ...encodeResponseFormat(request.responseFormat),
    thinkingConfig: encodeReasoning(request, model, losses),
  });
}

/** Models without penalties refuse one of 0, too, which asks for nothing. */
function encodePenalty(penalty: number | undefined, own: boolean): number | undefined {
  return own || penalty !== 0 ? penalty : undefined;
}

/** OpenAI's tiers under the provider's names; `auto` asks for what a provider does unasked. */
function encodeServiceTier(tier: string | undefined, losses: Losses): string | undefined {
  if (tier === undefined || tier === 'auto') return undefined;
  if (tier === 'default' || tier === 'standard_only') return 'standard';
  if (tier === 'flex' || tier === 'priority') return tier;
  losses.drop('service_tier', `the provider has no tier ${tier}`);
  return undefined;
}

/** The operator's `extra_body` comes last, `generationConfig` member by member; a limit only where nobody else names one. */
function withExtraBody(body: JsonObject, extraBody: JsonObject): JsonObject {
  const members = Object.entries(extraBody).map(([name, value]): [string, JsonValue | undefined] => [
    camelName(name),
    value,
  ]);
  const free = members.filter(([name]) => !GOVERNED.has(name) && name !== 'generationConfig');
  const extended = { ...body, ...Object.fromEntries(free) };
  const config = members.find(([name]) => name === 'generationConfig')?.[1];
  if (!isJsonObject(config)) return extended;
  const own = isJsonObject(body['generationConfig']) ? body['generationConfig'] : {};
  const limited = own['maxOutputTokens'] !== undefined;
  const settings = Object.entries(config)
    .map(([name, value]): [string, JsonValue | undefined] => [camelName(name), value])
    .filter(([name]) => !GOVERNED_SETTINGS.has(name) && !(limited && name === 'maxOutputTokens'));
  return { ...extended, generationConfig: { ...own, ...Object.fromEntries(settings) } };
}

function defined(members: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
