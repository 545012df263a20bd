import type { CanonicalResponse, Usage } from '@tollgate/canonical';
import { DecodeError } from '../format.js';

/** One answer of those to the batches of a request, in their order. Its usage is their sum, unknown when one reported none. */
export function joinResponses(responses: readonly CanonicalResponse[]): CanonicalResponse {
  const [first] = responses;
  if (first === undefined) throw new DecodeError('openai-embeddings', 'no answer');
  const usage = sumUsage(responses.map((response) => response.usage));
  return {
    id: first.id,
    model: first.model,
    choices: [],
    result: { kind: 'embeddings', vectors: responses.flatMap(vectorsOf) },
    ...(usage !== undefined && { usage }),
  };
}

function vectorsOf({ result }: CanonicalResponse): readonly (readonly number[] | string)[] {
  if (result?.kind !== 'embeddings') throw new DecodeError('openai-embeddings', 'an answer without vectors');
  return result.vectors;
}

function sumUsage(usages: readonly (Usage | undefined)[]): Usage | undefined {
  let tokens = 0;
  for (const usage of usages) {
    if (usage === undefined) return undefined;
    tokens += usage.inputUncached;
  }
  return { inputUncached: tokens, output: 0, raw: { prompt_tokens: tokens, total_tokens: tokens } };
}
