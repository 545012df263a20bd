import { fail, succeed, type JsonObject, type JsonValue, type Outcome } from '@tollgate/kernel';
import { GatewayError, type CanonicalRequest, type FormatId, type Target } from '@tollgate/canonical';
import { isKeptHere } from '../is-kept-here.js';
import type { Losses } from '../losses.js';
import { pathsToDrop } from '../drop-settings.js';
import { holdsParameter, omitParameters } from '../omit-parameters.js';
import type { OpenAiChatQuirks } from './quirks.js';

/** Dialects whose metadata is what an OpenAI provider keeps with an answer. */
const OPENAI: ReadonlySet<FormatId> = new Set(['openai-chat', 'openai-responses']);

/** OpenAI's limit on a stored object's metadata. */
const PAIRS_MAX = 16;

/** What LiteLLM's users tell Langfuse and their own spend logs in it: understood by callbacks, whatever else becomes of it. */
const OBSERVABILITY =
  /^(trace_\w+|generation_(name|id)|existing_trace_id|parent_observation_id|session_id|tags|version|prompt|mask_(input|output)|debug_langfuse|update_trace_keys|spend_logs_metadata)$/;

/**
 * The caller's metadata for the provider: only with `store: true` (OpenAI refuses it otherwise), or under
 * `enable_preview_features`, and only where the provider keeps any. Who asks to store gets a refusal that names what could not be kept with
 * an answer, whatever the provider; else only what it takes goes out (LiteLLM's filter: text values, the first 16) and the rest is kept for
 * callbacks and named. undefined: nothing is sent.
 */
export function encodeMetadata(
  sent: CanonicalRequest,
  target: Target,
  { takesMetadata }: Pick<OpenAiChatQuirks, 'takesMetadata'>,
  losses: Losses,
): Outcome<JsonObject | undefined, GatewayError> {
  if (sent.metadata === undefined) return succeed(undefined);
  const request = withoutDropped(sent, target, losses);
  const { format, metadata } = request;
  if (metadata === undefined) return succeed(undefined);
  if (format === 'anthropic-messages') {
    namePairs(metadata, losses);
    return succeed(undefined);
  }
  const stores = request.store === true || request.extra['store'] === true;
  const sends = takesMetadata === true && OPENAI.has(format) && (stores || target.forwardMetadata);
  const wayOut = format === 'openai-responses' ? "Set 'store' to false" : "Leave out 'store'";
  return chooseMetadata(metadata, target, { stores, sends, kept: sends || isKeptHere(request), wayOut }, losses);
}

/** What is to be left out is not judged: it may be the pair that cannot be kept. */
function withoutDropped(sent: CanonicalRequest, target: Target, losses: Losses): CanonicalRequest {
  const drops = pathsToDrop(sent, target).filter((path) => /^metadata\b/.test(path) && holdsParameter(sent, path));
  for (const path of drops) losses.drop(path, 'left out as asked');
  return omitParameters(sent, drops);
}

/** The same for a client of the Responses API at a provider of it, which keeps answers and metadata unless told otherwise. */
export function encodeKeptMetadata(
  { metadata, store }: Pick<CanonicalRequest, 'metadata' | 'store'>,
  target: Target,
  losses: Losses,
): Outcome<JsonObject | undefined, GatewayError> {
  const keeping = { stores: store !== false, sends: true, kept: true, wayOut: "Set 'store' to false" };
  return metadata === undefined ? succeed(undefined) : chooseMetadata(metadata, target, keeping, losses);
}

/** Whether callbacks read a pair of the caller's metadata. */
export function isObservability(name: string): boolean {
  return OBSERVABILITY.test(name);
}

/** What can be kept with an answer. */
export function keepable(metadata: JsonObject): JsonObject {
  const texts = Object.entries(metadata).filter(([, value]) => typeof value === 'string');
  return Object.fromEntries(texts.slice(0, PAIRS_MAX));
}

interface Keeping {
  readonly stores: boolean;
  readonly sends: boolean;
  /** By the provider, or by the gateway in its place. */
  readonly kept: boolean;
  /** How the caller asks for an answer that is not kept. */
  readonly wayOut: string;
}

function chooseMetadata(
  metadata: JsonObject,
  { withholdsObservability }: Pick<Target, 'withholdsObservability'>,
  { stores, sends, kept, wayOut }: Keeping,
  losses: Losses,
): Outcome<JsonObject | undefined, GatewayError> {
  const held = Object.keys(metadata).filter(
    (name) => OBSERVABILITY.test(name) && (withholdsObservability === true || typeof metadata[name] !== 'string'),
  );
  const pairs = Object.entries(metadata).filter(([name]) => !held.includes(name));
  const texts = keepable(Object.fromEntries(pairs));
  const bad = pairs.map(([name]) => name).filter((name) => !Object.hasOwn(texts, name));
  const [first] = bad;
  if (stores && first !== undefined) return fail(refusal(first, metadata[first], wayOut));
  if (!kept && pairs.some(([name]) => !OBSERVABILITY.test(name)))
    losses.drop('metadata', 'told to callbacks alone: the provider keeps it with no answer');
  if (sends) for (const name of held) losses.drop(`metadata.${name}`, 'told to callbacks alone');
  for (const name of bad) losses.drop(`metadata.${name}`, 'not a text, or beyond 16 pairs');
  return succeed(!sends || (Object.keys(texts).length === 0 && Object.keys(metadata).length > 0) ? undefined : texts);
}

/** Of a client of Anthropic's, whose metadata is the provider's own: the user is told as `user`. */
function namePairs(metadata: JsonObject, losses: Losses): void {
  for (const [name, value] of Object.entries(metadata))
    if (!(name === 'user_id' && typeof value === 'string') && !OBSERVABILITY.test(name))
      losses.drop(`metadata.${name}`, 'the provider keeps it with no answer');
}

function refusal(name: string, value: JsonValue | undefined, wayOut: string): GatewayError {
  const param = `metadata.${name}`;
  const wrong =
    typeof value === 'string' ? `at most ${PAIRS_MAX} pairs can be stored` : 'only text values can be stored';
  return new GatewayError('invalid_request', {
    message: `Invalid value for '${param}': ${wrong} with an answer. ${wayOut}, or leave out what the provider does not keep.`,
    param,
  });
}
