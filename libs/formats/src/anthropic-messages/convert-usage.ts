import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import { totalOutputTokens, type Usage } from '@tollgate/canonical';

/**
 * Anthropic's usage block to disjoint buckets. `input_tokens` leaves the cache out already; `output_tokens` holds the thinking
 * (`output_tokens_details.thinking_tokens`, recording `reasoning`). Compaction iterations are billed beside the top level and are
 * added (Messages API, `usage.iterations`). Undefined when a count is missing, negative or not an integer: unknown, never 0.
 */
export function decodeUsage(block: JsonValue | undefined): Usage | undefined {
  if (!isJsonObject(block)) return undefined;
  const usage = decodeCounts(block);
  if (usage === undefined) return undefined;
  const iterations = block['iterations'];
  if (!Array.isArray(iterations)) return usage;
  return (iterations as readonly JsonValue[])
    .filter(isJsonObject)
    .filter((iteration) => iteration['type'] === 'compaction')
    .reduce<Usage | undefined>((sum, iteration) => addUsage(sum, decodeCounts(iteration)), usage);
}

/** Buckets to Anthropic's block, as clients of the dialect add it up. Audio has no place of its own and counts as text. */
export function encodeUsage(usage: Usage): JsonObject {
  const writes = (usage.cacheWrite5m ?? 0) + (usage.cacheWrite1h ?? 0);
  return {
    input_tokens: usage.inputUncached + (usage.inputAudio ?? 0),
    cache_creation_input_tokens: writes,
    cache_read_input_tokens: usage.cacheRead ?? 0,
    ...(writes > 0 && {
      cache_creation: {
        ephemeral_5m_input_tokens: usage.cacheWrite5m ?? 0,
        ephemeral_1h_input_tokens: usage.cacheWrite1h ?? 0,
      },
    }),
    output_tokens: totalOutputTokens(usage),
    ...(usage.reasoning !== undefined && { output_tokens_details: { thinking_tokens: usage.reasoning } }),
    ...(usage.searches !== undefined && { server_tool_use: { web_search_requests: usage.searches } }),
  };
}

function decodeCounts(block: JsonObject): Usage | undefined {
  const inputUncached = readCount(block['input_tokens']);
  const totalOutput = readCount(block['output_tokens']);
  const cacheRead = readOptional(block['cache_read_input_tokens']);
  const writes = decodeCacheWrites(block);
  const reasoning = readOptional(readMember(block['output_tokens_details'], 'thinking_tokens'));
  const searches = readOptional(readMember(block['server_tool_use'], 'web_search_requests'));
  if (inputUncached === undefined || totalOutput === undefined) return undefined;
  if (cacheRead === 'invalid' || writes === 'invalid' || reasoning === 'invalid' || searches === 'invalid')
    return undefined;
  const output = totalOutput - (reasoning ?? 0);
  if (output < 0) return undefined;
  return {
    inputUncached,
    ...(cacheRead !== undefined && { cacheRead }),
    ...writes,
    output,
    ...(reasoning !== undefined && { reasoning }),
    ...(searches !== undefined && { searches }),
    raw: block,
  };
}

/** The total is what is billed; the split by time to live may be missing, or older than the total (a stream's last event has none). */
function decodeCacheWrites(block: JsonObject): { cacheWrite5m?: number; cacheWrite1h?: number } | 'invalid' {
  const total = readOptional(block['cache_creation_input_tokens']);
  const oneHour = readOptional(readMember(block['cache_creation'], 'ephemeral_1h_input_tokens'));
  const fiveMinutes = readOptional(readMember(block['cache_creation'], 'ephemeral_5m_input_tokens'));
  if (total === 'invalid' || oneHour === 'invalid' || fiveMinutes === 'invalid') return 'invalid';
  if (total === undefined) {
    return {
      ...(fiveMinutes !== undefined && { cacheWrite5m: fiveMinutes }),
      ...(oneHour !== undefined && { cacheWrite1h: oneHour }),
    };
  }
  const long = Math.min(oneHour ?? 0, total);
  return { cacheWrite5m: total - long, ...(oneHour !== undefined && { cacheWrite1h: long }) };
}

function addUsage(left: Usage | undefined, right: Usage | undefined): Usage | undefined {
  if (left === undefined || right === undefined) return undefined;
  const sum = { ...left };
  for (const name of ['inputUncached', 'output'] as const) sum[name] = left[name] + right[name];
  for (const name of ['cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'reasoning', 'searches'] as const) {
    if (right[name] !== undefined) sum[name] = (left[name] ?? 0) + right[name];
  }
  return sum;
}

function readMember(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return isJsonObject(value) ? value[name] : undefined;
}

function readCount(value: JsonValue | undefined): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

function readOptional(value: JsonValue | undefined): number | undefined | 'invalid' {
  if (value === undefined || value === null) return undefined;
  return readCount(value) ?? 'invalid';
}
