/** OpenAI's reasoning families: o1, o3, o4 …, gpt-5 and later but for the chat variants, and codex. */
const REASONING = /^(ft:)?(o\d|gpt-([5-9]|\d\d)|codex)/;
const CHAT_VARIANT = /-chat(-|$)/;

/** Families that refuse sampling parameters whatever the effort is; from gpt-5.1 on it depends on the effort. */
const FIXED_SAMPLING = /^(ft:)?(o\d|gpt-5(-|$))/;

const SAMPLING = new Set(['top_p', 'presence_penalty', 'frequency_penalty', 'logprobs', 'top_logprobs', 'logit_bias']);

/** Takes `reasoning_effort`, and `max_completion_tokens` instead of `max_tokens` (OpenAI's API reference, chat completions). */
export function isReasoningModel(model: string): boolean {
  return REASONING.test(model) && !CHAT_VARIANT.test(model);
}

/** Sampling parameters that a reasoning model refuses (recording `openai/errors/temperature-unsupported`); a temperature of 1 is its own. */
export function refusesParameter(model: string, name: string, value: unknown): boolean {
  if (!FIXED_SAMPLING.test(model) || CHAT_VARIANT.test(model)) return false;
  return SAMPLING.has(name) || (name === 'temperature' && value !== 1);
}
