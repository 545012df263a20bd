import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import { totalInputTokens, totalOutputTokens, type Usage } from '@tollgate/canonical';

/**
 * The usage block of a chat completion to disjoint buckets. `prompt_tokens` holds cached, cache-written and audio tokens,
 * `completion_tokens` reasoning and audio; xAI alone counts reasoning beside it (recording `xai/tools-parallel-stream`: the total
 * tells). Undefined when a count is missing, negative or no integer: unknown, never 0. A detail larger than what holds it
 * (recording `azure-ai/tools-parallel`: 387 cached of 293) is not believed, and the full price is charged.
 */
export function decodeUsage(block: JsonValue | undefined): Usage | undefined {
  if (!isJsonObject(block)) return undefined;
  const counts = readCounts(block);
  if (counts === undefined) return undefined;
  const { prompt, completion, cacheRead, cacheWrite, inputAudio, reasoning, outputAudio, searches } = counts;
  const input = split(prompt, { cacheRead, cacheWrite5m: cacheWrite, inputAudio });
  const beside = reasoningBeside(block, prompt, completion, reasoning ?? 0);
  const output = split(completion + (beside ? (reasoning ?? 0) : 0), { reasoning, outputAudio });
  return {
    inputUncached: input.rest,
    ...input.parts,
    output: output.rest,
    ...output.parts,
    ...(searches !== undefined && { searches }),
    raw: block,
  };
}

/** Buckets to OpenAI's block, with the members that LiteLLM shows for other providers' answers (transcript `chat-on-anthropic`). */
export function encodeUsage(usage: Usage): JsonObject {
  const prompt = totalInputTokens(usage);
  const completion = totalOutputTokens(usage);
  const written = (usage.cacheWrite5m ?? 0) + (usage.cacheWrite1h ?? 0);
  return {
    completion_tokens: completion,
    prompt_tokens: prompt,
    total_tokens: prompt + completion,
    completion_tokens_details: {
      reasoning_tokens: usage.reasoning ?? 0,
      text_tokens: usage.output,
      ...(usage.outputAudio !== undefined && { audio_tokens: usage.outputAudio }),
    },
    prompt_tokens_details: {
      cached_tokens: usage.cacheRead ?? 0,
      cache_write_tokens: written,
      cache_creation_tokens: written,
      text_tokens: usage.inputUncached,
      ...(usage.inputAudio !== undefined && { audio_tokens: usage.inputAudio }),
    },
    cache_creation_input_tokens: written,
    cache_read_input_tokens: usage.cacheRead ?? 0,
    ...(usage.searches !== undefined && { server_tool_use: { web_search_requests: usage.searches } }),
  };
}

interface Counts {
  readonly prompt: number;
  readonly completion: number;
  readonly cacheRead: number | undefined;
  readonly cacheWrite: number | undefined;
  readonly inputAudio: number | undefined;
  readonly reasoning: number | undefined;
  readonly outputAudio: number | undefined;
  readonly searches: number | undefined;
}

function readCounts(block: JsonObject): Counts | undefined {
  const input = isJsonObject(block['prompt_tokens_details']) ? block['prompt_tokens_details'] : {};
  const output = isJsonObject(block['completion_tokens_details']) ? block['completion_tokens_details'] : {};
  const counts = {
    prompt: first(block['prompt_tokens']),
    completion: first(block['completion_tokens']),
    cacheRead: first(input['cached_tokens'], block['cached_tokens'], block['prompt_cache_hit_tokens']),
    cacheWrite: first(
      input['cache_write_tokens'],
      input['cache_creation_tokens'],
      block['cache_creation_input_tokens'],
    ),
    inputAudio: first(input['audio_tokens']),
    reasoning: first(output['reasoning_tokens'], block['reasoning_tokens']),
    outputAudio: first(output['audio_tokens']),
    searches: first(block['num_search_queries'], block['num_sources_used']),
  };
  const { prompt, completion, ...details } = counts;
  if (prompt === undefined || completion === undefined) return undefined;
  if ([prompt, completion, ...Object.values(details)].some((count) => count !== undefined && !isCount(count)))
    return undefined;
  return { prompt, completion, ...details };
}

/** Takes the details out of the total, or leaves it whole where they cannot be inside it. */
function split<K extends string>(
  total: number,
  details: Readonly<Record<K, number | undefined>>,
): { readonly rest: number; readonly parts: { [P in K]?: number } } {
  const known = Object.entries<number | undefined>(details).filter(([, count]) => count !== undefined);
  const rest = known.reduce((left, [, count]) => left - (count ?? 0), total);
  return rest < 0 ? { rest: total, parts: {} } : { rest, parts: Object.fromEntries(known) as { [P in K]?: number } };
}

function reasoningBeside(block: JsonObject, prompt: number, completion: number, reasoning: number): boolean {
  return reasoning > 0 && block['total_tokens'] === prompt + completion + reasoning;
}

function first(...values: readonly (JsonValue | undefined)[]): number | undefined {
  const value = values.find((candidate) => candidate !== undefined && candidate !== null);
  if (value === undefined || value === null) return undefined;
  return typeof value === 'number' ? value : Number.NaN;
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
