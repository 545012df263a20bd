import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { CanonicalResponse, Usage } from '@tollgate/canonical';
import { DecodeError } from '../format.js';
import { readDouble } from '../read-double.js';

/** An embeddings answer; vectors in the order of their `index`. */
export function decodeResponse(body: unknown, text?: string): CanonicalResponse {
  if (!isJsonObject(body) || !Array.isArray(body['data']))
    throw new DecodeError('openai-embeddings', 'the answer has no data');
  const usage = decodeUsage(body['usage']);
  const { id, model } = body;
  return {
    id: typeof id === 'string' ? id : '',
    model: typeof model === 'string' ? model : '',
    choices: [],
    result: { kind: 'embeddings', vectors: decodeVectors(body['data'] as readonly JsonValue[]) },
    ...(usage !== undefined && { usage }),
    source: { format: 'openai-embeddings', value: body, ...(text !== undefined && { text }) },
  };
}

function decodeVectors(data: readonly JsonValue[]): readonly (readonly number[] | string)[] {
  const rows = data.filter(isJsonObject);
  const vectors = new Map(rows.map((row, position) => [indexOf(row, position), row['embedding']]));
  return data.map((_, index) => {
    const vector = vectors.get(index);
    if (typeof vector === 'string') return vector;
    const numbers = Array.isArray(vector) ? readNumbers(vector as readonly JsonValue[]) : undefined;
    if (numbers !== undefined) return numbers;
    throw new DecodeError('openai-embeddings', `the answer has no vector ${String(index)}`);
  });
}

/** A component is a 32-bit float, however many digits it is written with. */
function readNumbers(vector: readonly JsonValue[]): readonly number[] | undefined {
  if (vector.every((value) => typeof value === 'number')) return vector;
  const numbers = vector.map(readDouble);
  return numbers.every((value) => value !== undefined) ? numbers : undefined;
}

function indexOf({ index }: JsonObject, position: number): number {
  return typeof index === 'number' ? index : position;
}

/** Hosts that name only one of the two mean the same by it: there is no output. */
function decodeUsage(value: JsonValue | undefined): Usage | undefined {
  if (!isJsonObject(value)) return undefined;
  const tokens = value['prompt_tokens'] ?? value['total_tokens'];
  return typeof tokens === 'number' ? { inputUncached: tokens, output: 0, raw: value } : undefined;
}
