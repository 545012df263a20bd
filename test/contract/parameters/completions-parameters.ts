import type { Parameter } from './parameter.js';

/** Every member of a legacy completion request, and what becomes of it at a provider of its own dialect and of chat completions. */
export const COMPLETIONS_PARAMETERS: Readonly<Record<string, Parameter>> = {
  prompt: { value: ['y'], own: 'sent', foreign: 'mapped' },
  model: { value: 'other', kept: 'names the group; the provider is told the deployment’s model' },
  best_of: { value: 2, own: 'sent', foreign: 'named' },
  echo: { value: true, own: 'sent', foreign: 'here' },
  frequency_penalty: { value: 0.5, own: 'sent', foreign: 'sent' },
  logit_bias: { value: { '50256': -100 }, own: 'sent', foreign: 'sent' },
  logprobs: { value: 2, own: 'sent', foreign: 'mapped' },
  max_tokens: { value: 7, own: 'sent', foreign: 'sent' },
  n: { value: 2, own: 'sent', foreign: 'sent' },
  presence_penalty: { value: 0.5, own: 'sent', foreign: 'sent' },
  seed: { value: 1, own: 'sent', foreign: 'sent' },
  stop: { value: ['x'], own: 'sent', foreign: 'sent' },
  stream: { value: true, own: 'sent', foreign: 'sent' },
  stream_options: { value: { include_usage: true }, kept: 'the gateway asks for usage always, and gives it as asked' },
  suffix: { value: 'end', own: 'sent', foreign: 'content' },
  temperature: { value: 0, own: 'sent', foreign: 'sent' },
  top_p: { value: 0.5, own: 'sent', foreign: 'sent' },
  user: { value: 'u', own: 'sent', foreign: 'sent' },
};
