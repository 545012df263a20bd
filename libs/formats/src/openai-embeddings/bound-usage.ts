import type { CanonicalRequest, UsageBound } from '@tollgate/canonical';
import { unboundedMembers } from '../openai-operation/unbounded-members.js';
import { readEmbeddings } from './read-embeddings.js';

/**
 * Members without a canonical place that cost nothing beyond the counted input: OpenAI has none (API reference 2.3.0,
 * CreateEmbeddingRequest); those of compatible hosts say what the vectors are for or what form they have.
 */
export const EMBEDDINGS_MEMBERS: ReadonlySet<string> = new Set([
  'input_type',
  'output_dimension',
  'output_dtype',
  'prompt_name',
  'task',
  'task_type',
  'truncate',
  'truncation',
]);

/** The most that embeddings can use: their texts, their tokens; an answer has no output. */
export function boundUsage(request: CanonicalRequest): UsageBound {
  const { inputs } = readEmbeddings(request);
  const texts = inputs.filter((input) => typeof input === 'string');
  const tokens = inputs.reduce((sum, input) => sum + (typeof input === 'string' ? 0 : input.length), 0);
  return {
    inputTexts: texts,
    ...(tokens > 0 && { inputTokens: tokens }),
    messages: 0,
    tools: 0,
    images: 0,
    documents: 0,
    audio: 0,
    unbounded: unboundedMembers(request.extra, EMBEDDINGS_MEMBERS),
    choices: 1,
    needsWholeAnswer: true,
    reasoning: false,
    cacheWrites: 'none',
    output: 'none',
  };
}
