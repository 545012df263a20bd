/** Members of LiteLLM's spend rows that this version has no value for (transcript spend-and-activity). */
export const UNSERVED_MEMBERS = {
  cache_hit: 'False',
  cache_key: 'Cache OFF',
  messages: {},
  response: {},
  proxy_server_request: {},
  mcp_namespaced_tool_name: null,
  billing_agent_id: null,
  agent_id: null,
} as const;

/** Members of rows that `/spend/logs/v2` leaves out (the same transcript). */
export const UNLISTED_MEMBERS: readonly string[] = [
  'messages',
  'response',
  'proxy_server_request',
  'billing_agent_id',
  'created_at',
  'updated_at',
];

/** Members of `metadata` of the same kind as `UNSERVED_MEMBERS`. */
export const UNSERVED_METADATA = {
  max_retries: 0,
  batch_models: null,
  actor_agent_id: null,
  azure_spillover: null,
  router_metadata: null,
  target_agent_id: null,
  billing_agent_id: null,
  eval_information: null,
  routing_decision: null,
  applied_guardrails: [],
  autorouter_savings: null,
  attempted_fallbacks: 0,
  compression_savings: null,
  agent_execution_mode: null,
  internal_call_origin: null,
  proxy_server_request: null,
  batch_failed_requests: null,
  guardrail_information: null,
  litellm_roi_estimator: false,
  mcp_tool_call_metadata: null,
  verified_human_user_id: null,
  cold_storage_object_key: null,
  used_client_oauth_token: false,
  user_api_key_team_alias: null,
  litellm_overhead_time_ms: null,
  batch_successful_requests: null,
  user_api_key_project_alias: null,
  autorouter_savings_estimate: null,
  vector_store_request_metadata: null,
  litellm_gateway_injected_cache: null,
  autorouter_baseline_observation: null,
} as const;

/** The same for `metadata.cost_breakdown`. */
export const UNSERVED_COSTS = {
  service_tier: null,
  data_residency: null,
  margin_percent: 0,
  discount_amount: 0,
  vertex_location: null,
  discount_percent: 0,
  margin_fixed_amount: 0,
  margin_total_amount: 0,
} as const;

/** The same for `metadata.error_information`. */
export const UNSERVED_ERROR = {
  traceback: '',
  error_budget_limit: null,
  error_budget_spend: null,
  error_rate_limit_type: null,
  error_budget_entity_id: null,
  error_budget_entity_type: null,
  error_provider_request_id: null,
  error_rate_limit_category: null,
} as const;
