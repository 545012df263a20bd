import type { GatewaySettings } from '@tollgate/canonical';
import type { Sections } from './read-sections.js';

const MEBIBYTE = 1024 * 1024;

/** What the pipeline reads, with its defaults: 50 MiB of body (images and PDFs travel inline), 512 MiB buffered in the process. */
export function gatewaySettings(
  { general, litellm }: Pick<Sections, 'general' | 'litellm'>,
  noAuth: boolean,
): GatewaySettings {
  return {
    budgetExceededStatus: litellm.budget_exceeded_status_code ?? general.budget_exceeded_status_code ?? 422,
    errorSuffix: litellm.error_suffix ?? general.error_suffix ?? 'litellm-1.106',
    budgetOutputFloor: general.budget_output_floor ?? 2048,
    budgetWaitMs: general.budget_wait_ms ?? 30_000,
    defaultMaxOutputTokens: general.default_max_output_tokens ?? 32_768,
    bodyBytesMax: Math.floor((general.max_request_size_mb ?? 50) * MEBIBYTE),
    bufferedBytesMax: Math.floor((general.max_buffered_request_mb ?? 512) * MEBIBYTE),
    bodyIdleMs: Math.ceil((general.request_body_idle_timeout ?? 30) * 1000),
    bodyTotalMs: Math.ceil((general.request_body_timeout ?? 120) * 1000),
    connectionsMax: general.max_client_connections ?? 16_384,
    jsonDepthMax: general.max_json_depth ?? 128,
    checkProviderEndpoint: litellm.check_provider_endpoint ?? false,
    ...(general.allow_client_mock_response === true && { allowClientMockResponse: true }),
    ...allowedHeaders(general.allow_client_extra_headers),
    ...(general.forward_user_header === true && { forwardUserHeader: true }),
    ...(general.user_header_name == null ? {} : { userHeaderName: general.user_header_name.toLowerCase() }),
    ...(litellm.max_end_user_budget == null ? {} : { maxCustomerBudget: litellm.max_end_user_budget }),
    ...(litellm.max_end_user_budget_id == null ? {} : { customerBudgetId: litellm.max_end_user_budget_id }),
    ...(litellm.customers === 'known_only' && { refusesUnknownCustomers: true }),
    ...(general.litellm_key_header_name == null
      ? {}
      : { litellmKeyHeaderName: general.litellm_key_header_name.toLowerCase() }),
    ...(general.enforced_params == null ? {} : { enforcedParams: general.enforced_params }),
    ...(general.moderation_model == null ? {} : { moderationModel: general.moderation_model }),
    ...(general.store_bridged_responses === false && { keepsNoResponses: true }),
    ...(litellm.disable_add_user_agent_to_request_tags === true && { tagsNoClientProducts: true }),
    ...(general.store_prompts_in_spend_logs === true &&
      litellm.turn_off_message_logging !== true && { logsTexts: true }),
    ...(general.reject_clientside_metadata_tags === true && { rejectsClientTags: true }),
    ...(general.shared_provider_objects == null
      ? {}
      : { sharedProviderObjects: new Set(general.shared_provider_objects) }),
    // LiteLLM leaves /metrics open unless told otherwise; here an operator has to say that it is open.
    metricsPublic: litellm.require_auth_for_metrics_endpoint === false,
    noAuth,
  };
}

function allowedHeaders(
  allowed: Sections['general']['allow_client_extra_headers'],
): Pick<GatewaySettings, 'allowClientExtraHeaders'> {
  if (allowed == null || allowed === false) return {};
  return { allowClientExtraHeaders: allowed === true ? 'any' : new Set(allowed.map((name) => name.toLowerCase())) };
}
