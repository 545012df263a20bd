import { isJsonObject, type JsonValue } from '@tollgate/kernel';

/**
 * A tool's input as the text that the provider streams for it: one space after each colon and comma (recordings
 * `tools-parallel-stream-cache`, `reasoning-tools-stream`). So a whole answer and a streamed one give the same arguments, and both
 * give LiteLLM's.
 */
export function writeArguments(value: JsonValue): string {
  if (Array.isArray(value)) return `[${(value as readonly JsonValue[]).map(writeArguments).join(', ')}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const members = Object.entries(value);
  return `{${members
    .filter((member): member is [string, JsonValue] => member[1] !== undefined)
    .map(([name, member]) => `${JSON.stringify(name)}: ${writeArguments(member)}`)
    .join(', ')}}`;
}
