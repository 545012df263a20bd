import { fail, isJsonObject, succeed, type JsonObject, type Outcome } from '@tollgate/kernel';
import { GOVERNED_EVERYWHERE, type CanonicalRequest, type GatewayError, type Target } from '@tollgate/canonical';
import { dropParameters } from '../drop-parameters.js';
import { pathsToDrop } from '../drop-settings.js';
import type { Encoded } from '../format.js';
import { applyDefaults } from './apply-defaults.js';
import { encodeMessages } from './convert-messages.js';
import { encodeOutputConfig } from './convert-output-config.js';
import { encodeReasoning } from './convert-reasoning.js';
import { encodeToolChoice, encodeTools } from './convert-tools.js';
import { encodeExtra } from './encode-extra.js';
import { encodeMetadata } from './encode-metadata.js';
import { encodeSampling } from './encode-sampling.js';
import { fitThinkingBudget } from './fit-thinking-budget.js';
import { forgetMessageId } from './forget-message-id.js';
import { withJsonMode } from './json-mode.js';
import { Losses } from '../losses.js';
import { FORMAT } from './own-source.js';
import { refuseMedia } from '../media/refuse-media.js';
import { nameGoverned } from '../name-governed.js';
import { nameUnread } from '../name-unread.js';
import { omitParameters } from '../omit-parameters.js';
import { refuseKeptState } from '../refuse-kept-state.js';
import { tolerateLosses } from '../tolerate-losses.js';

/** LiteLLM's output limit where nobody names one and the model's own is not known, tokens. */
const OUTPUT_TOKENS_DEFAULT = 4096;

/** What the gateway has authorized and reserved: neither `extra_body` nor a drop changes it. */
const GOVERNED = new Set([...GOVERNED_EVERYWHERE, 'max_tokens', 'max_completion_tokens']);

/**
 * The body of `POST /v1/messages`. Refuses, in LiteLLM's words, what the dialect has no member for and the target does not drop
 * (transcript `chat on anthropic`, step 5).
 */
export function encodeRequest(sent: CanonicalRequest, target: Target): Outcome<Encoded, GatewayError> {
  const kept = refuseKeptState(sent, target, FORMAT);
  if (kept !== undefined) return fail(kept);
  const drops = pathsToDrop(sent, target);
  const losses = new Losses();
  const request = forgetMessageId(applyDefaults(omitParameters(sent, drops), target.defaults), losses);
  const metadata = encodeMetadata(request, target, losses);
  if (!metadata.ok) return metadata;
  nameUnread(request, FORMAT, losses);
  refuseMedia(request, target, FORMAT, losses);
  nameGoverned(target, (name) => GOVERNED.has(name), losses);
  const body = encodeBody(request, target, metadata.value, losses);
  const tolerated = tolerateLosses(request, target, losses);
  if (!tolerated.ok) return tolerated;
  const free = drops.filter((path) => !GOVERNED.has(path));
  const dropped = dropParameters(body, sent, free);
  return succeed({
    body: { ...dropped.body, ...tolerated.value.allowed, ...readExtraBody(target) },
    warnings: [...tolerated.value.warnings, ...dropped.warnings],
  });
}

function encodeBody(
  request: CanonicalRequest,
  target: Target,
  metadata: JsonObject | undefined,
  losses: Losses,
): JsonObject {
  const { effort, thinking: asked } = encodeReasoning(request, target.model, losses);
  const limit = request.maxOutputTokens ?? defaultOutputTokens(target, asked);
  // before the parameters that thinking forbids: where there is no room for it they are sent
  const thinking = fitThinking(request, asked, limit, losses);
  const { system: told, messages } = encodeMessages(request.messages, losses);
  const system = withJsonMode(told, request, losses);
  return {
    model: target.model,
    ...(system !== undefined && { system }),
    messages,
    max_tokens: limit,
    ...encodeToolMembers(request, target.model, losses),
    ...encodeSampling(request, thinking, losses),
    ...encodeExtra(request, losses),
    ...(thinking !== undefined && { thinking }),
    ...encodeOutputConfig(request, effort),
    ...(metadata !== undefined && { metadata }),
    ...(request.stream && { stream: true }),
  };
}

/** A client of this dialect is told by the provider itself what does not fit. */
function fitThinking(
  request: CanonicalRequest,
  thinking: JsonObject | undefined,
  limit: number,
  losses: Losses,
): JsonObject | undefined {
  if (thinking === undefined || request.format === FORMAT) return thinking;
  const asked = isJsonObject(request.extra['thinking']) ? 'thinking' : 'reasoning_effort';
  const { body, warnings } = fitThinkingBudget({ thinking, max_tokens: limit }, asked);
  losses.warnings.push(...warnings);
  return isJsonObject(body['thinking']) ? body['thinking'] : undefined;
}

function encodeToolMembers(request: CanonicalRequest, model: string, losses: Losses): JsonObject {
  const tools = encodeTools(request, model, losses);
  // a client of this dialect is told by the provider itself what does not go without tools
  if (tools.length === 0 && request.format !== FORMAT) return {};
  const choice = encodeToolChoice(request, losses);
  return { ...(tools.length > 0 && { tools }), ...(choice !== undefined && { tool_choice: choice }) };
}

/** The dialect insists on a limit: the model's own, else LiteLLM's default, beside the thinking. */
function defaultOutputTokens(target: Target, thinking: JsonObject | undefined): number {
  const budget = thinking?.['budget_tokens'];
  return target.maxOutputTokens ?? OUTPUT_TOKENS_DEFAULT + (typeof budget === 'number' ? budget : 0);
}

function readExtraBody(target: Target): JsonObject {
  return Object.fromEntries(Object.entries(target.extraBody).filter(([name]) => !GOVERNED.has(name)));
}
