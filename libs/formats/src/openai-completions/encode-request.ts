import { fail, succeed, type JsonObject, type JsonValue, type Outcome } from '@tollgate/kernel';
import { GOVERNED_EVERYWHERE, type CanonicalRequest, type GatewayError, type Target } from '@tollgate/canonical';
import type { Encoded } from '../format.js';
import { isKeptHere } from '../is-kept-here.js';
import { leaveOutMember } from '../leave-out-member.js';
import { Losses } from '../losses.js';
import { nameUnread } from '../name-unread.js';
import { encodeMetadata } from '../openai-chat/encode-metadata.js';
import { defined, dropNamed, LIMITS, withDefaults, withExtraBody } from '../openai-chat/operator-settings.js';
import { refuseKeptState } from '../refuse-kept-state.js';
import { tolerateLosses } from '../tolerate-losses.js';
import { COMPLETION_MEMBERS } from './completion-members.js';
import { encodePrompt } from './convert-prompt.js';
import { FORMAT } from './own-source.js';

/** What was reserved and authorized: no setting of the operator's changes it for a caller. */
const UNTOUCHABLE: ReadonlySet<string> = new Set([
  ...GOVERNED_EVERYWHERE,
  ...LIMITS,
  'prompt',
  'suffix',
  'stream_options',
  'n',
  'best_of',
  'echo',
]);

/** Members of another dialect's `extra` that mean the same here. */
const SHARED: ReadonlySet<string> = new Set(['logit_bias', 'min_p', 'repetition_penalty']);

const TEXT_ONLY = 'the provider completes texts';

/**
 * The body of `POST <base>/completions`. A request of this dialect goes out as it came; a conversation of another becomes one prompt, and
 * what a prompt cannot hold (tools, images, a schema of the answer) is refused, or dropped where the client allows it. Without a limit the
 * provider's own default holds (16 tokens at OpenAI).
 */
export function encodeRequest(request: CanonicalRequest, target: Target): Outcome<Encoded, GatewayError> {
  const kept = refuseKeptState(request, target, FORMAT);
  if (kept !== undefined) return fail(kept);
  const losses = new Losses();
  const metadata = encodeMetadata(request, target, {}, losses);
  if (!metadata.ok) return metadata;
  nameUnread(request, FORMAT, losses);
  const prompt = encodePrompt(request.messages, losses);
  if (request.format !== FORMAT) nameForeignLosses(request, losses);
  const written: JsonObject = { ...prompt, ...encodeParameters(request), ...encodeExtra(request, losses) };
  const tolerated = tolerateLosses(request, target, losses);
  if (!tolerated.ok) return tolerated;
  const told = losses.warnings.length;
  const rules = { untouchable: UNTOUCHABLE, limitField: () => 'max_tokens' };
  const dropped = dropNamed(withDefaults(written, target, rules, losses), request, target, losses);
  const extended = withExtraBody(dropped, target, UNTOUCHABLE, losses);
  return succeed({
    body: { ...extended, ...tolerated.value.allowed, ...governed(request, target, prompt) },
    warnings: [...tolerated.value.warnings, ...losses.warnings.slice(told)],
  });
}

/** What no drop and no `extra_body` may change. Usage of a stream is always asked for: metering needs it. */
function governed(request: CanonicalRequest, target: Target, prompt: JsonObject): JsonObject {
  const own = { ...prompt, model: target.model };
  if (!request.stream) return own;
  const others = request.format === FORMAT ? request.extra['stream_options'] : undefined;
  return { ...own, stream: true, stream_options: { ...(others as JsonObject | undefined), include_usage: true } };
}

function encodeParameters(request: CanonicalRequest): JsonObject {
  return defined({
    max_tokens: request.maxOutputTokens,
    temperature: request.temperature,
    top_p: request.topP,
    top_k: request.format === FORMAT ? request.topK : undefined,
    stop: request.stop,
    seed: request.seed,
    frequency_penalty: request.frequencyPenalty,
    presence_penalty: request.presencePenalty,
    n: request.choices,
    echo: request.echo,
    logprobs: request.logprobs === true ? (request.topLogprobs ?? 0) : undefined,
    service_tier: request.format === FORMAT ? request.serviceTier : undefined,
    user: request.user,
  });
}

/** What a conversation can ask for and a completed text cannot give. */
function nameForeignLosses(request: CanonicalRequest, losses: Losses): void {
  if ((request.tools?.length ?? 0) > 0) losses.refuse('tools', TEXT_ONLY);
  if (request.responseFormat !== undefined && request.responseFormat.type !== 'text')
    losses.refuse('response_format', TEXT_ONLY);
  if (request.toolChoice !== undefined) losses.drop('tool_choice', TEXT_ONLY);
  if (request.parallelToolCalls !== undefined) losses.drop('parallel_tool_calls', TEXT_ONLY);
  if (request.reasoning?.enabled === true) losses.drop('reasoning_effort', TEXT_ONLY);
  if (request.topK !== undefined) losses.drop('top_k', 'not a parameter of the provider');
  if (request.serviceTier !== undefined && request.serviceTier !== 'auto')
    losses.drop('service_tier', `the provider has no tier ${request.serviceTier}`);
  if (request.store === true && !isKeptHere(request)) losses.drop('store', 'the provider keeps no completions');
}

function encodeExtra(request: CanonicalRequest, losses: Losses): JsonObject {
  const sent: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(request.extra)) {
    if (value === undefined || name === 'stream_options') continue;
    if (isSentOn(request, name)) sent[name] = value;
    else leaveOutMember(name, value, 'not a parameter of the provider', losses);
  }
  return sent;
}

/** Whether a member without a canonical place goes on to the provider. */
export function isSentOn(request: CanonicalRequest, name: string): boolean {
  return request.format === FORMAT || (SHARED.has(name) && Object.hasOwn(COMPLETION_MEMBERS, name));
}
