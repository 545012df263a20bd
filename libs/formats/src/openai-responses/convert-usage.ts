import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import { totalInputTokens, totalOutputTokens, type Usage } from '@tollgate/canonical';

/**
 * The usage of a response to disjoint buckets. `input_tokens` holds cached ones, `output_tokens` reasoning. Undefined when a count
 * is missing, negative or no integer: unknown, never 0. A detail larger than what holds it is not believed, and the full price is charged.
 */
export function decodeUsage({ usage: block, tool_usage: toolUsage }: JsonObject): Usage | undefined {
  if (!isJsonObject(block)) return undefined;
  const { input_tokens: input, output_tokens: output } = block;
  const inputs = detailsOf(block, 'input_tokens_details');
  const outputs = detailsOf(block, 'output_tokens_details');
  const read = {
    cacheRead: count(inputs['cached_tokens']),
    cacheWrite5m: count(inputs['cache_write_tokens']),
    inputAudio: count(inputs['audio_tokens']),
  };
  const said = { reasoning: count(outputs['reasoning_tokens']), outputAudio: count(outputs['audio_tokens']) };
  const searches = countSearches(block, toolUsage);
  const counts = [count(input), count(output), ...Object.values(read), ...Object.values(said)];
  if (counts.some((value) => value === 'invalid') || !isCount(input) || !isCount(output)) return undefined;
  const inside = split(input, read);
  const spoken = split(output, said);
  return {
    inputUncached: inside.rest,
    ...inside.parts,
    output: spoken.rest,
    ...spoken.parts,
    ...(searches > 0 && { searches }),
    raw: block,
  };
}

/** Buckets to the API's block. */
export function encodeUsage(usage: Usage): JsonObject {
  const input = totalInputTokens(usage);
  const output = totalOutputTokens(usage);
  const written = (usage.cacheWrite5m ?? 0) + (usage.cacheWrite1h ?? 0);
  return {
    input_tokens: input,
    input_tokens_details: {
      cached_tokens: usage.cacheRead ?? 0,
      cache_write_tokens: written,
      ...(usage.inputAudio !== undefined && { audio_tokens: usage.inputAudio }),
    },
    output_tokens: output,
    output_tokens_details: {
      reasoning_tokens: usage.reasoning ?? 0,
      ...(usage.outputAudio !== undefined && { audio_tokens: usage.outputAudio }),
    },
    total_tokens: input + output,
  };
}

/** OpenAI tells its searches beside the usage (recording `openai/web-search`), xAI all that it ran for the answer within it. */
function countSearches(block: JsonObject, toolUsage: JsonValue | undefined): number {
  const search = isJsonObject(toolUsage) ? toolUsage['web_search'] : undefined;
  const told = (isJsonObject(search) ? search['num_requests'] : undefined) ?? block['num_server_side_tools_used'];
  return isCount(told) ? told : 0;
}

type Count = number | 'invalid' | undefined;

function detailsOf(block: JsonObject, name: string): JsonObject {
  const details = block[name];
  return isJsonObject(details) ? details : {};
}

function count(value: JsonValue | undefined): Count {
  if (value === undefined || value === null) return undefined;
  return isCount(value) ? value : 'invalid';
}

function isCount(value: JsonValue | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** Takes the details out of the total, or leaves it whole where they cannot be inside it. */
function split<K extends string>(
  total: number,
  details: Readonly<Record<K, Count>>,
): { readonly rest: number; readonly parts: { [P in K]?: number } } {
  const known = Object.entries<Count>(details).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number',
  );
  const rest = known.reduce((left, [, value]) => left - value, total);
  return rest < 0 ? { rest: total, parts: {} } : { rest, parts: Object.fromEntries(known) as { [P in K]?: number } };
}
