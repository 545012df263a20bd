/** Members of LiteLLM's metrics that this version has no value for, with LiteLLM's value where nothing of it happened. */
export const UNSERVED_METRICS = {
  flat_cost: 0,
  compression_saved_tokens: 0,
  compression_savings_spend: 0,
  prompt_caching_savings_spend: 0,
  gateway_injected_caching_savings_spend: 0,
  autorouter_savings_spend: 0,
} as const;

/** The same in the sums over all days. */
export const UNSERVED_TOTALS = {
  total_flat_cost: 0,
  total_compression_saved_tokens: 0,
  total_compression_savings_spend: 0,
  total_prompt_caching_savings_spend: 0,
  total_gateway_injected_caching_savings_spend: 0,
  total_autorouter_savings_spend: 0,
} as const;
