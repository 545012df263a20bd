/**
 * Runtime options of a model (Ollama's API reference, `options`; its Modelfile reference): what a client or operator names at the top
 * level, as LiteLLM lets it, goes beneath `options`.
 */
export const OPTIONS: ReadonlySet<string> = new Set([
  'frequency_penalty',
  'main_gpu',
  'min_p',
  'mirostat',
  'mirostat_eta',
  'mirostat_tau',
  'num_batch',
  'num_ctx',
  'num_gpu',
  'num_keep',
  'num_thread',
  'penalize_newline',
  'presence_penalty',
  'repeat_last_n',
  'repeat_penalty',
  'seed',
  'stop',
  'temperature',
  'tfs_z',
  'top_k',
  'top_p',
  'typical_p',
  'use_mmap',
]);

/** Members of the request beside its options that a client of another dialect may send, as LiteLLM lets it. */
export const MEMBERS: ReadonlySet<string> = new Set([
  'format',
  'keep_alive',
  'logprobs',
  'shift',
  'think',
  'top_logprobs',
  'truncate',
]);

/** OpenAI's parameters that change the answer and that Ollama has not: refused unless dropped. */
export const UNSUPPORTED: ReadonlySet<string> = new Set([
  'audio',
  'function_call',
  'functions',
  'logit_bias',
  'modalities',
  'web_search_options',
]);

/** The member that bounds the output, beneath `options`; 0 and less are no bound. */
export const LIMIT = 'num_predict';
