import type { Parameter } from './parameter.js';

const tool = { type: 'function', function: { name: 'f', parameters: { type: 'object', properties: {} } } };

/** Every member of a chat completion request, and what becomes of it at OpenAI and at Anthropic. */
export const CHAT_PARAMETERS: Readonly<Record<string, Parameter>> = {
  messages: { value: [{ role: 'user', content: 'y' }], own: 'sent', foreign: 'mapped' },
  model: { value: 'other', kept: 'names the group; the provider is told the deployment’s model' },
  audio: { value: { voice: 'alloy', format: 'wav' }, own: 'sent', foreign: 'refused' },
  frequency_penalty: { value: 0.5, own: 'sent', foreign: 'refused' },
  function_call: { value: 'auto', own: 'sent', foreign: 'refused' },
  functions: { value: [{ name: 'f' }], own: 'sent', foreign: 'refused' },
  logit_bias: { value: { '50256': -100 }, own: 'sent', foreign: 'refused' },
  logprobs: { value: true, own: 'sent', foreign: 'refused' },
  max_completion_tokens: { value: 7, own: 'sent', foreign: 'mapped' },
  max_tokens: { value: 7, own: 'mapped', foreign: 'sent' },
  // to callbacks alone, as in LiteLLM: a provider gets it with `store` only
  metadata: { value: { task: 'x' }, own: 'named', foreign: 'named' },
  modalities: { value: ['text', 'audio'], own: 'sent', foreign: 'refused' },
  moderation: { value: { model: 'omni-moderation-latest' }, own: 'sent', foreign: 'named' },
  n: { value: 2, own: 'sent', foreign: 'refused' },
  parallel_tool_calls: { value: false, beside: { tools: [tool] }, own: 'sent', foreign: 'mapped' },
  prediction: { value: { type: 'content', content: 'x' }, own: 'sent', foreign: 'refused' },
  presence_penalty: { value: 0.5, own: 'sent', foreign: 'refused' },
  prompt_cache_key: { value: 'k', own: 'sent', foreign: 'named' },
  prompt_cache_options: { value: { mode: 'explicit' }, own: 'sent', foreign: 'named' },
  prompt_cache_retention: { value: '24h', own: 'sent', foreign: 'named' },
  reasoning_effort: { value: 'high', own: 'sent', foreign: 'mapped' },
  response_format: {
    value: { type: 'json_schema', json_schema: { name: 'x', schema: { type: 'object' } } },
    own: 'sent',
    foreign: 'mapped',
  },
  safety_identifier: { value: 'u', own: 'sent', foreign: 'named' },
  seed: { value: 1, own: 'sent', foreign: 'refused' },
  service_tier: { value: 'flex', own: 'sent', foreign: 'named' },
  stop: { value: ['x'], own: 'sent', foreign: 'mapped' },
  store: { value: true, own: 'sent', foreign: 'named' },
  stream: { value: true, own: 'sent', foreign: 'sent' },
  stream_options: { value: { include_usage: true }, kept: 'the gateway asks for usage always, and gives it as asked' },
  temperature: { value: 0, own: 'sent', foreign: 'sent' },
  tool_choice: { value: 'required', beside: { tools: [tool] }, own: 'sent', foreign: 'mapped' },
  tools: { value: [tool], own: 'sent', foreign: 'mapped' },
  top_logprobs: { value: 2, beside: { logprobs: false }, own: 'sent', foreign: 'refused' },
  top_p: { value: 0.5, own: 'sent', foreign: 'sent' },
  user: { value: 'u', own: 'sent', foreign: 'mapped' },
  verbosity: { value: 'low', own: 'sent', foreign: 'named' },
  web_search_options: { value: {}, own: 'sent', foreign: 'mapped' },
};
