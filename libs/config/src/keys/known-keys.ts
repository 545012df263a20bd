/**
 * Every key of LiteLLM's config.yaml (the tables of its documentation, and the settings that its module and router read by name)
 * and what becomes of it here: served; known and not served;
 * or fatal, because ignoring it would let through what the operator meant to restrict, redact, authenticate or cap.
 */
export interface KnownKeys {
  readonly served: readonly string[];
  readonly unserved: readonly string[];
  /** Key -> what would happen if it were ignored. */
  readonly fatal: Readonly<Record<string, string>>;
}

export type SectionName =
  'top level' | 'litellm_settings' | 'router_settings' | 'general_settings' | 'litellm_params' | 'model_info';

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

export const KNOWN_KEYS: Readonly<Record<SectionName, KnownKeys>> = {
  'top level': {
    served: words('model_list litellm_settings router_settings general_settings environment_variables include'),
    unserved:
      words(`mcp_servers mcp_tools agent_list search_tools vector_store_registry credential_list finetune_settings
      files_settings assistant_settings prompts callback_settings`),
    fatal: {
      guardrails: 'requests and answers would pass unchecked',
      policies: 'the policies would not be applied',
    },
  },
  litellm_settings: {
    served:
      words(`success_callback failure_callback callbacks turn_off_message_logging drop_params num_retries request_timeout
      require_auth_for_metrics_endpoint enable_preview_features check_provider_endpoint modify_params route_all_chat_openai_to_responses
      use_chat_completions_url_for_anthropic_messages forward_observability_metadata api_base organization
      headers additional_drop_params allowed_openai_params ssl_verify ssl_certificate set_verbose json_logs langfuse_default_tags budget_exceeded_status_code error_suffix max_end_user_budget
      max_end_user_budget_id customers timezone default_key_generate_params upperbound_key_generate_params key_generation_settings
      default_internal_user_params default_team_params max_internal_user_budget internal_user_budget_duration
      enable_key_alias_format_validation fallbacks context_window_fallbacks content_policy_fallbacks default_fallbacks max_fallbacks
      disable_add_user_agent_to_request_tags public_model_groups`),
    unserved: words(`service_callbacks audit_log_callbacks store_audit_logs allowed_fails
      cooldown_time force_ipv4 ssl_security_level
      ssl_ecdh_curve cache cache_params enable_redis_auth_cache enable_caching_on_provider_specific_optional_params
      default_team_settings cost_discount_config cost_margin_config include_cost_in_streaming_usage
      model_group_settings priority_reservation_settings
      prometheus_initialize_budget_metrics prometheus_metrics_config prometheus_emit_stream_label custom_prometheus_metadata_labels
      custom_prometheus_tags disable_end_user_cost_tracking disable_end_user_cost_tracking_prometheus_only
      extra_spend_tag_headers
      skip_system_message_in_guardrail mcp_aliases expose_router_debug_in_errors allow_dynamic_callback_disabling
      s3_callback_params network_mock budget_duration model_alias_map telemetry
      log_raw_request_response disable_streaming_logging input_callback service_callback langsmith_batch_size argilla_batch_size
      argilla_transformation_object datadog_use_v1 gcs_pub_sub_use_v1 generic_api_use_v1 datadog_llm_observability_params
      datadog_params aws_sqs_callback_params generic_logger_headers cold_storage_custom_logger logged_real_time_event_types
      dynamodb_table_name filter_invalid_headers add_user_information_to_llm_headers forward_traceparent_to_llm_provider
      default_in_memory_ttl default_redis_ttl default_redis_batch_cache_expiry caching caching_with_models safe_memory_mode
      default_soft_budget max_ui_session_budget enable_end_user_cost_tracking_prometheus_only public_mcp_servers
      public_agent_groups public_model_groups_links use_aiohttp_transport disable_aiohttp_transport aiohttp_trust_env
      disable_aiohttp_trust_env num_retries_per_request retry logging suppress_debug_info disable_token_counter
      disable_hf_tokenizer_download disable_add_transform_inline_image_block disable_copilot_system_to_assistant
      disable_add_prefix_to_prompt LITELLM_DISABLE_STOP_SEQUENCE_LIMIT enable_azure_ad_token_refresh return_response_headers
      enable_loadbalancing_on_batch_endpoints use_litellm_proxy use_client add_function_to_prompt max_tokens model_fallbacks
      model_cost_map_url custom_prompt_dict credential_list config_path project api_version api_key openai_key azure_key
      anthropic_key groq_key cohere_key replicate_key huggingface_key togetherai_api_key openrouter_key databricks_key
      vertex_project vertex_location vertex_ai_safety_settings output_parse_pii presidio_ad_hoc_recognizers llm_guard_mode
      llamaguard_model_name llamaguard_unsafe_content_categories openai_moderations_model_name
      google_moderation_confidence_threshold email token`),
    fatal: {
      guardrails: 'requests and answers would pass unchecked',
      redact_user_api_key_info: "the callers' names and ids would reach the callbacks",
      redact_messages_in_exceptions: 'prompts could show in error texts',
      max_budget: 'the whole gateway would spend without this limit',
      max_user_budget: 'users would spend without this limit',
      default_max_internal_user_budget: 'users would spend without this limit',
      key_alias_pattern: 'aliases of keys could have any form',
      tag_budget_config: 'tags would spend without these limits',
      priority_reservation: 'low priorities could take the capacity reserved for others',
      blocked_user_list: 'blocked users would be served',
      banned_keywords_list: 'banned words would pass',
      enable_json_schema_validation: 'answers that break their schema would pass',
      global_disable_no_log_param: 'callers could switch logging off with no-log',
    },
  },
  router_settings: {
    served: words(`num_retries retry_after timeout stream_timeout model_group_alias routing_strategy
      optional_pre_call_checks disable_cooldowns fallbacks context_window_fallbacks content_policy_fallbacks default_fallbacks
      max_fallbacks fallbacks_beyond_model_lists`),
    unserved:
      words(`allowed_fails allowed_fails_policy cooldown_time retry_policy model_group_retry_policy enable_pre_call_checks routing_strategy_args routing_groups redis_host redis_port
      redis_password redis_url redis_db cache_responses client_ttl cache_kwargs default_litellm_params set_verbose debug_level
      default_priority polling_interval enable_health_check_routing health_check_staleness_threshold assistants_config
      alerting_config router_general_settings ignore_invalid_deployments deployment_affinity_ttl_seconds max_retries weights
      model_group_affinity_config tag_filtering_match_any caching_groups enable_pre_call_check search_tools`),
    fatal: {
      provider_budget_config: 'providers would be used beyond these budgets',
      default_max_parallel_requests: 'deployments would get more parallel requests than this',
      guardrail_list: 'requests and answers would pass unchecked',
      enable_tag_filtering: 'requests would reach deployments whose tags they do not carry',
    },
  },
  general_settings: {
    served:
      words(`master_key database_url litellm_key_header_name user_header_name forward_openai_org_id allow_client_mock_response
      allow_client_extra_headers forward_user_header max_request_size_mb
      dangerously_permit_weak_or_unset_master_key completion_model budget_exceeded_status_code error_suffix budget_output_floor
      budget_wait_ms default_max_output_tokens max_buffered_request_mb max_json_depth max_client_connections request_body_timeout
      request_body_idle_timeout connect_timeout idle_timeout journal_fsync moderation_model store_bridged_responses
      reject_clientside_metadata_tags store_prompts_in_spend_logs
      fail_closed_budget_enforcement disable_prisma_schema_update allow_env_references_from_api shared_provider_objects
      enable_jwt_auth litellm_jwtauth role_permissions allow_addresses_from_api store_model_in_db default_team_disabled enforced_params
      alerting alert_types alert_to_webhook_url enable_drain_endpoint drain_endpoint_token`),
    unserved: words(`supported_db_objects allow_requests_on_db_unavailable proxy_batch_write_at
      use_redis_transaction_buffer coordination_redis disable_spend_logs disable_error_logs disable_spend_updates
      maximum_spend_logs_retention_period maximum_spend_logs_retention_interval
      maximum_spend_logs_cleanup_cron proxy_budget_rescheduler_min_time proxy_budget_rescheduler_max_time disable_reset_budget
      token_rate_limit_type custom_sso custom_ui_sso_sign_in_handler oauth2_config_mappings user_header_mappings
      allow_client_side_credentials forward_client_headers_to_llm_api public_routes use_x_forwarded_for pass_through_endpoints
      use_client_credentials_pass_through_routes background_health_checks health_check_interval health_check_concurrency
      health_check_details use_shared_health_check enable_health_check_routing health_check_staleness_threshold
      health_check_ignore_transient_errors alerting_threshold alerting_args
      spend_report_frequency key_management_system key_management_settings use_azure_key_vault use_google_kms ui_access_mode
      auto_redirect_ui_login_to_sso control_plane_url block_robots embedding_model image_generation_model
      infer_model_from_keys always_include_stream_usage disable_responses_id_security encryption_algorithm
      allow_public_health_readiness_details mcp_internal_ip_ranges mcp_trusted_proxy_ranges
      mcp_required_fields mcp_client_side_auth_header_name enable_mcp_registry require_end_user_mcp_access_defined
      user_mcp_management_mode litellm_license database_connection_pool_limit database_connection_timeout
      database_connection_pool_timeout database_type database_args user_api_key_cache_ttl disable_master_key_return
      disable_adding_master_key_hash_to_db disable_retry_on_max_parallel_request_limit_error proxy_batch_polling_interval
      allow_user_auth custom_auth_run_common_checks alert_type_config`),
    fatal: {
      custom_auth: 'callers would not be checked by your code',
      custom_key_generate: 'keys would be made without the check of your code',
      custom_key_update: 'keys would be changed without the check of your code',
      custom_key_policy: 'keys would be made and changed without the check of your code',
      enforce_rbac: 'roles would not be enforced',
      enable_oauth2_auth: 'tokens would not be checked by your server',
      enable_oauth2_proxy_auth: 'the identity that your proxy sends would not be read',
      enforce_user_param: 'requests without `user` would be served',
      admin_only_routes: 'these routes would be open to other keys',
      allowed_routes: 'other routes would be open',
      allowed_ips: 'other addresses would be served',
      max_response_size_mb: 'larger answers would be passed on',
      global_max_parallel_requests: 'more requests than this would run at once',
      max_parallel_requests: 'more requests than this would run at once for a key',
      service_account_settings: 'service accounts could leave out the enforced parameters',
    },
  },
  litellm_params: {
    served:
      words(`model region_name use_chat_completions_api api_key api_base api_version organization custom_llm_provider tpm rpm weight timeout stream_timeout num_retries
      ssl_verify ssl_certificate extra_headers extra_body headers mock_response drop_params additional_drop_params allowed_openai_params base_url
      input_cost_per_token output_cost_per_token cache_read_input_token_cost cache_creation_input_token_cost
      cache_creation_input_token_cost_above_1hr input_cost_per_audio_token output_cost_per_audio_token
      output_cost_per_reasoning_token input_cost_per_request input_cost_per_token_above_200k_tokens
      output_cost_per_token_above_200k_tokens cache_read_input_token_cost_above_200k_tokens
      cache_creation_input_token_cost_above_200k_tokens input_cost_per_token_above_128k_tokens output_cost_per_token_above_128k_tokens
      input_cost_per_image_token output_cost_per_image_token input_cost_per_image output_cost_per_image input_cost_per_second
      output_cost_per_second input_cost_per_character ocr_cost_per_page input_cost_per_pixel output_cost_per_pixel`),
    unserved: words(`itpm otpm order max_retries tags tag_regex cooldown_time
      configurable_clientside_auth_params litellm_credential_name use_in_pass_through use_litellm_proxy
      merge_reasoning_content_in_choices mock_timeout mock_delay mock_tool_calls silent_model keepalive_seconds cache_control_injection_points
      vector_store_ids prompt_id litellm_trace_id model_info
      output_cost_per_character input_cost_per_query use_xai_oauth allow_client_keepalive_override
      stream_chunk_size max_file_size_mb budget_duration
      adaptive_router_config adaptive_router_default_model auto_router_config auto_router_config_path auto_router_default_model
      auto_router_embedding_model complexity_router_config complexity_router_default_model quality_router_config
      quality_router_default_model vector_store_id milvus_db_name milvus_partition_names milvus_text_field tiered_pricing
      search_context_cost_per_query citation_cost_per_token cache_creation_input_audio_token_cost
      cache_read_input_audio_token_cost cache_read_input_token_cost_flex cache_read_input_token_cost_priority
      input_cost_per_token_batches input_cost_per_token_cache_hit input_cost_per_token_flex input_cost_per_token_priority
      output_cost_per_token_batches output_cost_per_token_flex output_cost_per_token_priority
      input_cost_per_audio_per_second input_cost_per_audio_per_second_above_128k_tokens output_cost_per_audio_per_second
      input_cost_per_character_above_128k_tokens output_cost_per_character_above_128k_tokens
      input_cost_per_image_above_128k_tokens input_cost_per_video_per_second
      input_cost_per_video_per_second_above_128k_tokens input_cost_per_video_per_second_above_15s_interval
      input_cost_per_video_per_second_above_8s_interval output_cost_per_video_per_second output_cost_per_second_1080p`),
    fatal: {
      max_parallel_requests: 'the deployment would get more parallel requests than this',
      max_budget: 'the deployment would spend without this limit',
      guardrails: 'requests to this model would pass unchecked',
      default_api_key_tpm_limit: 'keys would use the model without this limit',
      default_api_key_rpm_limit: 'keys would use the model without this limit',
    },
  },
  model_info: {
    served: words(
      `id mode base_model blocked access_groups max_input_tokens max_output_tokens max_tokens supports_reasoning supports_response_schema
        health_check_timeout health_check_voice`,
    ),
    unserved: words(`tier team_public_model_name allow_fail_open enable_tag_filtering allowed_fails allowed_fails_policy
      cooldown_time health_check_model disable_background_health_check`),
    fatal: {
      team_id: 'other teams could use the model',
      access_windows: 'the model could be used outside these hours',
    },
  },
};

/** A member of `litellm_params` that speaks to the gateway. Any other is a credential of its provider or a parameter for it. */
export function isGatewayParam(name: string): boolean {
  const { served, unserved, fatal } = KNOWN_KEYS.litellm_params;
  return served.includes(name) || unserved.includes(name) || Object.hasOwn(fatal, name);
}
