import { z } from 'zod';
import { secret } from '../credential.js';
import {
  boolean,
  budget,
  count,
  duration,
  megabytes,
  number,
  positiveCount,
  postgresAddress,
  seconds,
  text,
  texts,
  timeZone,
} from '../lenient-values.js';
import { addressRanges } from './address-ranges.js';
import { envReferences } from './env-references.js';
import { fallbackTable, fallbackTargets } from './fallback-table.js';
import { headerMap, headerName } from './header-map.js';
import { jwtSection, rolePermissions } from './jwt-section.js';
import { keyDefaults, keyGeneration, upperBounds } from './key-rules-section.js';
import { teamDefaults } from './team-rules-section.js';
import { userDefaults } from './user-rules-section.js';
import { pemFile, sslVerify } from './tls.js';
import { webhookAddresses } from './webhook-addresses.js';

/** Which model groups take over from which, as both sections take it. */
const fallbackMembers = {
  fallbacks: fallbackTable.nullish(),
  context_window_fallbacks: fallbackTable.nullish(),
  content_policy_fallbacks: fallbackTable.nullish(),
  default_fallbacks: fallbackTargets.nullish(),
  max_fallbacks: count.nullish(),
};

export const budgetStatus = z.preprocess(
  (value) => Number(value),
  z.literal([400, 402, 403, 422, 429], 'expected 400, 402, 403, 422 or 429'),
);
export const errorSuffix = z.enum(
  ['litellm-1.106', 'received_model_group', 'none'],
  'expected litellm-1.106, received_model_group or none',
);

export const litellmSettings = z.looseObject({
  success_callback: texts.nullish(),
  failure_callback: texts.nullish(),
  callbacks: texts.nullish(),
  turn_off_message_logging: boolean.nullish(),
  disable_add_user_agent_to_request_tags: boolean.nullish(),
  drop_params: boolean.nullish(),
  additional_drop_params: texts.nullish(),
  allowed_openai_params: texts.nullish(),
  num_retries: count.nullish(),
  request_timeout: seconds.nullish(),
  ...fallbackMembers,
  require_auth_for_metrics_endpoint: boolean.nullish(),
  enable_preview_features: boolean.nullish(),
  check_provider_endpoint: boolean.nullish(),
  modify_params: boolean.nullish(),
  route_all_chat_openai_to_responses: boolean.nullish(),
  use_chat_completions_url_for_anthropic_messages: boolean.nullish(),
  forward_observability_metadata: boolean.nullish(),
  api_base: text.nullish(),
  organization: text.nullish(),
  headers: headerMap.nullish(),
  ssl_verify: sslVerify.nullish(),
  ssl_certificate: pemFile.nullish(),
  langfuse_default_tags: texts.nullish(),
  max_end_user_budget: budget.nullish(),
  max_end_user_budget_id: text.nullish(),
  customers: z.enum(['anybody', 'known_only'], 'expected anybody or known_only').nullish(),
  timezone: timeZone.nullish(),
  default_key_generate_params: keyDefaults.nullish(),
  upperbound_key_generate_params: upperBounds.nullish(),
  key_generation_settings: keyGeneration.nullish(),
  default_internal_user_params: userDefaults.nullish(),
  default_team_params: teamDefaults.nullish(),
  max_internal_user_budget: budget.nullish(),
  internal_user_budget_duration: duration.nullish(),
  enable_key_alias_format_validation: boolean.nullish(),
  public_model_groups: texts.nullish(),
  set_verbose: boolean.nullish(),
  budget_exceeded_status_code: budgetStatus.nullish(),
  error_suffix: errorSuffix.nullish(),
});

const alias = z.union(
  [text, z.looseObject({ model: text, hidden: boolean.nullish() })],
  'expected a model name or { model, hidden }',
);

export const routerSettings = z.looseObject({
  num_retries: count.nullish(),
  retry_after: number.pipe(z.number().nonnegative('expected 0 seconds or more')).nullish(),
  timeout: seconds.nullish(),
  stream_timeout: seconds.nullish(),
  ...fallbackMembers,
  fallbacks_beyond_model_lists: boolean.nullish(),
  model_group_alias: z.record(z.string(), alias, 'expected a mapping of alias and model').nullish(),
  routing_strategy: text.nullish(),
  optional_pre_call_checks: texts.nullish(),
});

export const generalSettings = z.looseObject({
  master_key: text.pipe(secret).nullish(),
  database_url: z.preprocess((value) => (value === '' ? undefined : value), postgresAddress.optional()).nullish(),
  litellm_key_header_name: headerName.nullish(),
  user_header_name: headerName.nullish(),
  moderation_model: text.nullish(),
  store_bridged_responses: boolean.nullish(),
  reject_clientside_metadata_tags: boolean.nullish(),
  store_prompts_in_spend_logs: boolean.nullish(),
  allow_env_references_from_api: envReferences.nullish(),
  allow_addresses_from_api: addressRanges.nullish(),
  store_model_in_db: boolean.nullish(),
  default_team_disabled: boolean.nullish(),
  enforced_params: texts.nullish(),
  alerting: texts.nullish(),
  alert_types: texts.nullish(),
  alert_to_webhook_url: webhookAddresses.nullish(),
  shared_provider_objects: texts.nullish(),
  forward_openai_org_id: boolean.nullish(),
  allow_client_mock_response: boolean.nullish(),
  allow_client_extra_headers: z
    .union([boolean, z.array(headerName)], 'expected true, false or a list of header names')
    .nullish(),
  forward_user_header: boolean.nullish(),
  max_request_size_mb: megabytes.nullish(),
  max_buffered_request_mb: megabytes.nullish(),
  max_json_depth: positiveCount.nullish(),
  max_client_connections: positiveCount.nullish(),
  request_body_timeout: seconds.nullish(),
  request_body_idle_timeout: seconds.nullish(),
  dangerously_permit_weak_or_unset_master_key: boolean.nullish(),
  completion_model: text.nullish(),
  budget_exceeded_status_code: budgetStatus.nullish(),
  error_suffix: errorSuffix.nullish(),
  budget_output_floor: positiveCount.nullish(),
  budget_wait_ms: count.nullish(),
  default_max_output_tokens: positiveCount.nullish(),
  connect_timeout: seconds.nullish(),
  idle_timeout: seconds.nullish(),
  journal_fsync: boolean.nullish(),
  enable_jwt_auth: boolean.nullish(),
  litellm_jwtauth: jwtSection.nullish(),
  role_permissions: rolePermissions.nullish(),
  enable_drain_endpoint: boolean.nullish(),
  drain_endpoint_token: text.pipe(secret).nullish(),
});

export type LitellmSettings = z.output<typeof litellmSettings>;
export type RouterSection = z.output<typeof routerSettings>;
export type GeneralSettings = z.output<typeof generalSettings>;
