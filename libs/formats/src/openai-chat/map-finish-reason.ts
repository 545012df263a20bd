import type { JsonValue } from '@tollgate/kernel';
import type { Finish, FinishReason } from '@tollgate/canonical';

/** OpenAI's words, then those of compatible hosts (Mistral's `model_length`, Together's `eos` …). */
const REASONS: Readonly<Record<string, FinishReason>> = {
  stop: 'stop',
  length: 'length',
  tool_calls: 'tool-calls',
  function_call: 'tool-calls',
  content_filter: 'content-filter',
  model_length: 'length',
  max_tokens: 'length',
  eos: 'stop',
  eos_token: 'stop',
  end_turn: 'stop',
  stop_sequence: 'stop-sequence',
  error: 'failed',
};

const WORDS: Readonly<Record<FinishReason, string>> = {
  stop: 'stop',
  length: 'length',
  'tool-calls': 'tool_calls',
  'content-filter': 'content_filter',
  'stop-sequence': 'stop',
  pause: 'stop',
  refusal: 'content_filter',
  failed: 'error',
  other: 'stop',
};

export function decodeFinish(word: JsonValue | undefined): Finish {
  if (typeof word !== 'string') return { reason: 'other' };
  return { reason: Object.hasOwn(REASONS, word) ? (REASONS[word] ?? 'other') : 'other', raw: word };
}

/** OpenAI's word for an ending of another dialect; it has none for an answer that failed, OpenRouter's `error` says it. */
export function encodeFinish(finish: Finish): string {
  return WORDS[finish.reason];
}
