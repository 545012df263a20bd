import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { CanonicalRequest, ResponseFormat, Target } from '@tollgate/canonical';
import type { Losses } from '../losses.js';
import { FORMAT, writtenHere } from './own-source.js';
import type { OpenAiResponsesQuirks } from './quirks.js';

/** `text`: the form of the answer, and how many words it takes. */
export function encodeText({ responseFormat, extra, format }: CanonicalRequest): JsonObject {
  const { verbosity } = extra;
  const kept = format === FORMAT && isJsonObject(extra['text']) ? extra['text'] : {};
  const text = {
    ...(responseFormat !== undefined && { format: encodeFormat(responseFormat) }),
    ...(format !== FORMAT && verbosity !== undefined && { verbosity }),
    ...kept,
  };
  return Object.keys(text).length === 0 ? {} : { text };
}

function encodeFormat(format: ResponseFormat): JsonValue {
  const written = writtenHere(format);
  if (written !== undefined) return written;
  if (format.type !== 'json_schema') return { type: format.type };
  const { type, name, schema, strict, description } = format;
  return {
    type,
    name,
    schema,
    // strict unless it is told otherwise, where chat completions have it the other way round
    strict: strict ?? false,
    ...(description !== undefined && { description }),
  };
}

/**
 * `reasoning`: the client's own word. A thinking budget of another dialect becomes an effort by LiteLLM's thresholds, and a client that
 * is shown what the model thinks gets the summary, which is all that the API tells.
 */
export function encodeReasoning(
  request: CanonicalRequest,
  target: Target,
  quirks: OpenAiResponsesQuirks,
  losses: Losses,
): JsonObject {
  const { reasoning } = request;
  if (reasoning === undefined) return {};
  const written = writtenHere(reasoning);
  if (written !== undefined) return { reasoning: written };
  if (reasoning.source?.format === 'openai-chat') return encodeEffort(reasoning.source.value);
  if (!quirks.reasons(target.model)) {
    if (reasoning.enabled) losses.drop('thinking', `${target.model} takes no effort`);
    return {};
  }
  if (!reasoning.enabled) {
    losses.drop('thinking', `${target.model} thinks of itself`);
    return {};
  }
  return { reasoning: { effort: reasoning.effort ?? effortOf(reasoning.budgetTokens), summary: 'detailed' } };
}

/** LiteLLM takes `reasoning_effort` as a word, or as the API's own object. */
function encodeEffort(effort: JsonValue | undefined): JsonObject {
  if (isJsonObject(effort)) return { reasoning: effort };
  return typeof effort === 'string' ? { reasoning: { effort } } : {};
}

/** A wish to think that says nothing of how much is one for what the model does of itself. */
function effortOf(budgetTokens: number | undefined): string {
  if (budgetTokens === undefined) return 'medium';
  if (budgetTokens >= 10_000) return 'high';
  if (budgetTokens >= 5_000) return 'medium';
  return budgetTokens >= 2_000 ? 'low' : 'minimal';
}

const ENCRYPTED = 'reasoning.encrypted_content';

/**
 * `include`. For a client of another dialect that uses tools, a model that thinks is asked for its reasoning sealed: it goes back with
 * the tools' results, and the model goes on where it was. OpenAI needs nothing else for it, and keeps nothing for it.
 */
export function encodeInclude(request: CanonicalRequest, target: Target, quirks: OpenAiResponsesQuirks): JsonObject {
  if (request.format === FORMAT) return {};
  const asked = Array.isArray(request.extra['include']) ? (request.extra['include'] as readonly JsonValue[]) : [];
  const seals = (request.tools?.length ?? 0) > 0 && quirks.reasons(target.model) && !asked.includes(ENCRYPTED);
  const include = seals ? [...asked, ENCRYPTED] : asked;
  return include.length === 0 ? {} : { include };
}
