import { fail, succeed, type JsonObject, type JsonValue, type Outcome } from '@tollgate/kernel';
import { GatewayError, type CanonicalRequest, type FormatId, type Target } from '@tollgate/canonical';
import type { Losses } from '../losses.js';
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
 * `enable_preview_features`. Who asks to store gets a refusal that names what the provider would not take; else only what it takes
 * goes out (LiteLLM's filter: text values, the first 16) and the rest is kept for callbacks and named.
 */
export function encodeMetadata(
  request: CanonicalRequest,
  target: Target,
  quirks: Pick<OpenAiChatQuirks, 'takesMetadata'>,
  losses: Losses,
): Outcome<JsonObject | undefined, GatewayError> {
  if (quirks.takesMetadata !== true || !OPENAI.has(request.format)) return succeed(undefined);
  const stores = request.store === true;
  const sends = stores || target.forwardMetadata;
  return chooseMetadata(request.metadata, target, { stores, sends, wayOut: "Leave out 'store'" }, losses);
}

/** The same for a client of the Responses API at a provider of it, which keeps answers and metadata unless told otherwise. */
export function encodeKeptMetadata(
  { metadata, store }: Pick<CanonicalRequest, 'metadata' | 'store'>,
  target: Target,
  losses: Losses,
): Outcome<JsonObject | undefined, GatewayError> {
  const keeping = { stores: store !== false, sends: true, wayOut: "Set 'store' to false" };
  return chooseMetadata(metadata, target, keeping, losses);
}

interface Keeping {
  readonly stores: boolean;
  readonly sends: boolean;
  /** How the caller asks for an answer that is not kept. */
  readonly wayOut: string;
}

function chooseMetadata(
  metadata: JsonObject | undefined,
  { withholdsObservability }: Pick<Target, 'withholdsObservability'>,
  { stores, sends, wayOut }: Keeping,
  losses: Losses,
): Outcome<JsonObject | undefined, GatewayError> {
  if (metadata === undefined) return succeed(undefined);
  const held = Object.keys(metadata).filter(
    (name) => OBSERVABILITY.test(name) && (withholdsObservability === true || typeof metadata[name] !== 'string'),
  );
  const pairs = Object.entries(metadata).filter(([name]) => !held.includes(name));
  const texts = pairs.filter(([, value]) => typeof value === 'string').slice(0, PAIRS_MAX);
  const taken = new Set(texts.map(([name]) => name));
  const bad = pairs.map(([name]) => name).filter((name) => !taken.has(name));
  const [first] = bad;
  if (stores && first !== undefined) return fail(refusal(first, metadata[first], wayOut));
  if (sends) for (const name of held) losses.drop(`metadata.${name}`, 'told to callbacks alone');
  for (const name of bad) losses.drop(`metadata.${name}`, 'not a text, or beyond 16 pairs');
  return succeed(
    !sends || (texts.length === 0 && Object.keys(metadata).length > 0) ? undefined : Object.fromEntries(texts),
  );
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
