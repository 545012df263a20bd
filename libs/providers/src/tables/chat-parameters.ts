import type { JsonObject, JsonValue } from '@tollgate/kernel';

/** A value that asks for something, and what has to stand beside it to be taken at all. */
export interface ParameterSample {
  readonly value: JsonValue;
  readonly beside?: JsonObject;
}

const tool = { type: 'function', function: { name: 'f', parameters: { type: 'object', properties: {} } } };

/** Every parameter of a chat completion (OpenAI's reference, and what LiteLLM's users send beside it) that is neither model nor turns. */
export const CHAT_PARAMETERS: Readonly<Record<string, ParameterSample>> = {
  audio: { value: { voice: 'alloy', format: 'wav' } },
  frequency_penalty: { value: 0.5 },
  function_call: { value: 'auto' },
  functions: { value: [{ name: 'f' }] },
  logit_bias: { value: { '50256': -100 } },
  logprobs: { value: true },
  max_completion_tokens: { value: 7 },
  max_tokens: { value: 7 },
  metadata: { value: { task: 'x' }, beside: { store: true } },
  modalities: { value: ['text', 'audio'] },
  moderation: { value: { model: 'omni-moderation-latest' } },
  n: { value: 2 },
  parallel_tool_calls: { value: false, beside: { tools: [tool] } },
  prediction: { value: { type: 'content', content: 'x' } },
  presence_penalty: { value: 0.5 },
  prompt_cache_key: { value: 'k' },
  prompt_cache_options: { value: { mode: 'explicit' } },
  prompt_cache_retention: { value: '24h' },
  reasoning_effort: { value: 'high' },
  response_format: { value: { type: 'json_schema', json_schema: { name: 'x', schema: { type: 'object' } } } },
  safety_identifier: { value: 'u' },
  seed: { value: 1 },
  service_tier: { value: 'flex' },
  stop: { value: ['x'] },
  store: { value: true },
  stream_options: { value: { include_usage: true }, beside: { stream: true } },
  temperature: { value: 0.5 },
  thinking: { value: { type: 'enabled', budget_tokens: 2000 }, beside: { max_tokens: 4000 } },
  tool_choice: { value: 'required', beside: { tools: [tool] } },
  tools: { value: [tool] },
  top_k: { value: 5 },
  top_logprobs: { value: 2, beside: { logprobs: true } },
  top_p: { value: 0.5 },
  user: { value: 'u' },
  verbosity: { value: 'low' },
  web_search_options: { value: {} },
};
