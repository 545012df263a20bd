/** Parameters of OpenAI's own service that hosts with a strict schema of their own refuse by name. */
export const OPENAI_ONLY: readonly string[] = [
  'user',
  'safety_identifier',
  'store',
  'service_tier',
  'verbosity',
  'moderation',
  'prompt_cache_key',
  'prompt_cache_options',
  'prompt_cache_retention',
  'logit_bias',
  'modalities',
  'audio',
  'functions',
  'function_call',
];
