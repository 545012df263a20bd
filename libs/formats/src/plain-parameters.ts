import type { CanonicalRequest } from '@tollgate/canonical';

/** OpenAI's (and so LiteLLM's) names of the parameters that the canonical form keeps as they are, each with its place there. */
export const PLAIN_PARAMETERS = {
  temperature: 'temperature',
  top_p: 'topP',
  top_k: 'topK',
  stop: 'stop',
  seed: 'seed',
  n: 'choices',
  frequency_penalty: 'frequencyPenalty',
  presence_penalty: 'presencePenalty',
  logprobs: 'logprobs',
  top_logprobs: 'topLogprobs',
  parallel_tool_calls: 'parallelToolCalls',
  service_tier: 'serviceTier',
  store: 'store',
  user: 'user',
} as const satisfies Readonly<Record<string, keyof CanonicalRequest>>;
