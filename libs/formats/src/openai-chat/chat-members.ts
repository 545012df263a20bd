import { isJsonObject, type JsonValue } from '@tollgate/kernel';

/** What a member of the request's top level can do to its cost. */
export type MemberCost =
  /** Changes what is said, not what it costs beyond tokens that are counted anyway. */
  | 'none'
  /** Counted by the bound: texts, limits, number of answers, tier. */
  | 'bounded'
  /** Costs that no count covers; gives the reason, or undefined when this value of it is harmless. */
  | ((value: JsonValue) => string | undefined);

const always =
  (reason: string): MemberCost =>
  () =>
    reason;

/**
 * Every top-level member of a chat completion request that is known: OpenAI's (API reference 2.3.0, CreateChatCompletionRequest)
 * and those of compatible hosts. A member that is not here counts as unbounded.
 */
export const CHAT_MEMBERS: Readonly<Record<string, MemberCost>> = {
  model: 'bounded',
  messages: 'bounded',
  tools: 'bounded',
  functions: 'bounded',
  max_tokens: 'bounded',
  max_completion_tokens: 'bounded',
  n: 'bounded',
  best_of: 'bounded',
  response_format: 'bounded',
  service_tier: 'bounded',
  reasoning_effort: 'bounded',
  thinking: 'bounded',
  reasoning: 'bounded',
  audio: always('audio output is priced apart from text'),
  modalities: (value) =>
    Array.isArray(value) && value.includes('audio') ? 'audio output is priced apart from text' : undefined,
  web_search_options: always('the provider searches the web and charges each search'),
  search_parameters: always('the provider searches and charges each source'),
  plugins: always('the provider runs plugins'),
  models: always('the provider may answer with another model'),
  prediction: always('rejected prediction tokens are charged beyond the answer'),
  moderation: always('a second model runs over request and answer'),
  prompt: always('a prompt kept at the provider'),
  stream: 'none',
  stream_options: 'none',
  temperature: 'none',
  top_p: 'none',
  top_k: 'none',
  min_p: 'none',
  top_a: 'none',
  typical_p: 'none',
  stop: 'none',
  seed: 'none',
  random_seed: 'none',
  frequency_penalty: 'none',
  presence_penalty: 'none',
  repetition_penalty: 'none',
  logit_bias: 'none',
  logprobs: 'none',
  top_logprobs: 'none',
  tool_choice: 'none',
  parallel_tool_calls: 'none',
  function_call: 'none',
  user: 'none',
  safety_identifier: 'none',
  store: 'none',
  metadata: 'none',
  verbosity: 'none',
  prompt_cache_key: 'none',
  prompt_cache_options: 'bounded',
  prompt_cache_retention: 'bounded',
  safe_prompt: 'none',
  prompt_mode: 'none',
  search_domain_filter: 'none',
  search_recency_filter: 'none',
  search_after_date_filter: 'none',
  search_before_date_filter: 'none',
  search_mode: always('how much the provider searches changes what it charges'),
  return_images: 'none',
  return_related_questions: 'none',
  usage: 'none',
  transforms: 'none',
  provider: always('the provider may choose a dearer host'),
  route: always('the provider may answer with another model'),
  include_reasoning: 'none',
  reasoning_format: 'none',
  chat_template_kwargs: 'bounded',
  guided_json: 'bounded',
  guided_regex: 'bounded',
  guided_choice: 'bounded',
  guided_grammar: 'bounded',
};

/** Why a top-level member may cost without bound; undefined when it cannot. */
export function unboundedReason(name: string, value: JsonValue): string | undefined {
  const cost = Object.hasOwn(CHAT_MEMBERS, name) ? CHAT_MEMBERS[name] : undefined;
  if (cost === undefined) return 'what it costs is not known';
  return typeof cost === 'function' ? cost(value) : undefined;
}

/** Why a tool may cost without bound: everything but functions and custom tools is run by the provider. */
export function unboundedTool(tool: JsonValue): string | undefined {
  const type = isJsonObject(tool) ? tool['type'] : undefined;
  return type === 'function' || type === 'custom' ? undefined : 'the provider runs this tool';
}
