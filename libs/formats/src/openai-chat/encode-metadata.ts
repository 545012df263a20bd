import { fail, succeed, type JsonObject, type JsonValue, type Outcome } from '@tollgate/kernel';
import { GatewayError, type CanonicalRequest, type Target } from '@tollgate/canonical';
import type { Losses } from '../losses.js';
import type { OpenAiChatQuirks } from './quirks.js';

/** OpenAI's limit on a stored object's metadata. */
const PAIRS_MAX = 16;

/**
 * The caller's metadata for the provider: only with `store: true` (OpenAI refuses it otherwise), or under
 * `enable_preview_features`. Who asks to store gets a refusal that names what the provider would not take; else only what it takes
 * goes out (LiteLLM's filter: text values, the first 16) and the rest is named.
 */
export function encodeMetadata(
  request: CanonicalRequest,
  target: Target,
  quirks: OpenAiChatQuirks,
  losses: Losses,
): Outcome<JsonObject | undefined, GatewayError> {
  const { metadata } = request;
  if (metadata === undefined || quirks.takesMetadata !== true || request.format !== 'openai-chat')
    return succeed(undefined);
  const pairs = Object.entries(metadata);
  if (request.store === true) {
    const bad = pairs.find(([, value]) => typeof value !== 'string')?.[0] ?? pairs[PAIRS_MAX]?.[0];
    return bad === undefined ? succeed(metadata) : fail(refusal(bad, metadata[bad]));
  }
  if (!target.forwardMetadata) return succeed(undefined);
  const texts = pairs.filter(([, value]) => typeof value === 'string').slice(0, PAIRS_MAX);
  const sent = Object.fromEntries(texts);
  for (const [name] of pairs) {
    if (!Object.hasOwn(sent, name)) losses.drop(`metadata.${name}`, 'not a text, or beyond 16 pairs');
  }
  return succeed(texts.length === 0 ? undefined : sent);
}

function refusal(name: string, value: JsonValue | undefined): GatewayError {
  const param = `metadata.${name}`;
  const wrong =
    typeof value === 'string' ? `at most ${PAIRS_MAX} pairs can be stored` : 'only text values can be stored';
  return new GatewayError('invalid_request', {
    message: `Invalid value for '${param}': ${wrong} with an answer. Leave out 'store', or what the provider does not take.`,
    param,
  });
}
