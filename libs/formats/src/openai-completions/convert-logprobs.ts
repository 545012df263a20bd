import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';

/**
 * Log probabilities in the form of chat completions, which the canonical form carries: of this dialect's parallel lists (recording
 * `suffix`). Undefined where there are none.
 */
export function decodeLogprobs(value: JsonValue | undefined): JsonValue | undefined {
  if (!isJsonObject(value) || !Array.isArray(value['tokens'])) return undefined;
  const tokens = value['tokens'] as readonly JsonValue[];
  const probabilities = list(value['token_logprobs']);
  const alternatives = list(value['top_logprobs']);
  const content = tokens.map((token, index): JsonObject => ({
    token,
    logprob: probabilities[index] ?? null,
    bytes: null,
    top_logprobs: decodeAlternatives(alternatives[index]),
  }));
  return { content };
}

/** A chat completion's log probabilities as this dialect's parallel lists; null where there are none. */
export function encodeLogprobs(value: JsonValue | undefined): JsonObject | null {
  const content = isJsonObject(value) ? list(value['content']).filter(isJsonObject) : [];
  if (content.length === 0) return null;
  const tokens = content.map(({ token }) => (typeof token === 'string' ? token : ''));
  let offset = 0;
  return {
    tokens,
    token_logprobs: content.map(({ logprob }) => logprob ?? null),
    top_logprobs: content.map((entry) => encodeAlternatives(entry['top_logprobs'])),
    text_offset: tokens.map((token) => {
      const at = offset;
      offset += token.length;
      return at;
    }),
  };
}

function decodeAlternatives(value: JsonValue | undefined): readonly JsonObject[] {
  if (!isJsonObject(value)) return [];
  return Object.entries(value).map(([token, logprob]) => ({ token, logprob: logprob ?? null, bytes: null }));
}

function encodeAlternatives(value: JsonValue | undefined): JsonObject | null {
  const entries = list(value)
    .filter(isJsonObject)
    .map(({ token, logprob }) => [typeof token === 'string' ? token : '', logprob ?? null] as const);
  return entries.length === 0 ? null : Object.fromEntries(entries);
}

function list(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}
