import type { JsonObject, JsonValue } from '@tollgate/kernel';
import type { Usage } from '@tollgate/canonical';

/** What of an answer is its usage: counts, and times in nanoseconds. */
const RAW = [
  'prompt_eval_count',
  'eval_count',
  'total_duration',
  'load_duration',
  'prompt_eval_duration',
  'eval_duration',
] as const;

/**
 * `prompt_eval_count` and `eval_count` of the last line, thinking included (recordings `chat-stream`, `chat-tools-thinking`). Undefined
 * when one is missing, as older servers leave it out of a prompt they had cached: unknown, never 0.
 */
export function decodeUsage(body: JsonObject): Usage | undefined {
  const { prompt_eval_count: input, eval_count: output } = body;
  if (!isCount(input) || !isCount(output)) return undefined;
  const raw = Object.fromEntries(RAW.flatMap((name) => (body[name] === undefined ? [] : [[name, body[name]]])));
  return { inputUncached: input, output, raw };
}

function isCount(value: JsonValue | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
