import { totalInputTokens, totalOutputTokens, type Usage } from '@tollgate/canonical';
import { isJsonObject, type JsonObject } from '@tollgate/kernel';

/** `usage_details`: `input` is what was neither read from nor written to a cache. */
export function usageDetails(usage: Usage): Readonly<Record<string, number>> {
  return {
    input: usage.inputUncached + (usage.inputAudio ?? 0),
    output: totalOutputTokens(usage),
    total: totalInputTokens(usage) + totalOutputTokens(usage),
    cache_creation_input_tokens: (usage.cacheWrite5m ?? 0) + (usage.cacheWrite1h ?? 0),
    cache_read_input_tokens: usage.cacheRead ?? 0,
  };
}

/** `usage_object` in OpenAI's names: the provider's own block where it speaks them. */
export function usageObject(usage: Usage | undefined): JsonObject {
  if (usage === undefined) return {};
  if (isJsonObject(usage.raw) && typeof usage.raw['prompt_tokens'] === 'number') return usage.raw;
  return {
    completion_tokens: totalOutputTokens(usage),
    prompt_tokens: totalInputTokens(usage),
    total_tokens: totalInputTokens(usage) + totalOutputTokens(usage),
    completion_tokens_details: { reasoning_tokens: usage.reasoning ?? 0, audio_tokens: usage.outputAudio ?? 0 },
    prompt_tokens_details: {
      cached_tokens: usage.cacheRead ?? 0,
      cache_creation_tokens: (usage.cacheWrite5m ?? 0) + (usage.cacheWrite1h ?? 0),
      audio_tokens: usage.inputAudio ?? 0,
    },
  };
}
