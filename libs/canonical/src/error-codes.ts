/**
 * Every error code of the data plane and the admin API: its HTTP status, the `type` that LiteLLM's clients read, and whether a
 * client may try again unchanged. `docs/errors.md` has one paragraph for each; a test compares the two.
 */
export const ERROR_CODES = {
  // the edge
  invalid_json: { status: 400, type: 'invalid_request_error', retryable: false },
  invalid_request: { status: 400, type: 'invalid_request_error', retryable: false },
  missing_parameter: { status: 400, type: 'invalid_request_error', retryable: false },
  unsupported_parameter: { status: 400, type: 'invalid_request_error', retryable: false },
  client_destination_refused: { status: 401, type: 'auth_error', retryable: false },
  headers_too_large: { status: 431, type: 'invalid_request_error', retryable: false },
  body_too_large: { status: 413, type: 'invalid_request_error', retryable: false },
  body_too_deep: { status: 400, type: 'invalid_request_error', retryable: false },
  body_timeout: { status: 408, type: 'timeout_error', retryable: true },
  unsupported_media_type: { status: 415, type: 'invalid_request_error', retryable: false },
  route_not_found: { status: 404, type: 'not_found_error', retryable: false },
  method_not_allowed: { status: 405, type: 'invalid_request_error', retryable: false },
  not_implemented: { status: 501, type: 'invalid_request_error', retryable: false },
  // who is calling
  no_credentials: { status: 401, type: 'auth_error', retryable: false },
  malformed_key: { status: 401, type: 'auth_error', retryable: false },
  conflicting_credentials: { status: 401, type: 'auth_error', retryable: false },
  invalid_key: { status: 401, type: 'token_not_found_in_db', retryable: false },
  invalid_credentials: { status: 401, type: 'auth_error', retryable: false },
  cross_site_request: { status: 403, type: 'auth_error', retryable: false },
  invalid_token: { status: 401, type: 'auth_error', retryable: false },
  token_not_allowed: { status: 403, type: 'auth_error', retryable: false },
  expired_key: { status: 401, type: 'expired_key', retryable: false },
  blocked_customer: { status: 403, type: 'auth_error', retryable: false },
  unknown_customer: { status: 403, type: 'auth_error', retryable: false },
  blocked_key: { status: 401, type: 'auth_error', retryable: false },
  admin_only: { status: 403, type: 'auth_error', retryable: false },
  grant_refused: { status: 403, type: 'auth_error', retryable: false },
  route_not_allowed: { status: 403, type: 'auth_error', retryable: false },
  // may it, and what does it mean
  model_not_allowed: { status: 403, type: 'key_model_access_denied', retryable: false },
  unknown_model: { status: 400, type: 'invalid_request_error', retryable: false },
  provider_not_served: { status: 400, type: 'invalid_request_error', retryable: false },
  unpriced_model: { status: 422, type: 'unpriced_model', retryable: false },
  unbounded_cost: { status: 422, type: 'unbounded_cost', retryable: false },
  // limits
  rate_limited: { status: 429, type: 'throttling_error', retryable: true },
  budget_exceeded: { status: 422, type: 'budget_exceeded', retryable: false },
  budget_busy: { status: 429, type: 'budget_busy', retryable: true },
  // upstream
  no_healthy_deployment: { status: 429, type: 'throttling_error', retryable: true },
  upstream_error: { status: 502, type: 'api_error', retryable: true },
  upstream_auth_failed: { status: 502, type: 'upstream_auth_failed', retryable: false },
  upstream_connect_timeout: { status: 504, type: 'timeout_error', retryable: true },
  upstream_first_token_timeout: { status: 504, type: 'timeout_error', retryable: true },
  upstream_idle_timeout: { status: 504, type: 'timeout_error', retryable: true },
  upstream_total_timeout: { status: 504, type: 'timeout_error', retryable: true },
  upstream_unreachable: { status: 502, type: 'api_error', retryable: true },
  upstream_incomplete: { status: 502, type: 'api_error', retryable: true },
  upstream_redirected: { status: 502, type: 'api_error', retryable: false },
  upstream_invalid_response: { status: 502, type: 'api_error', retryable: true },
  // ourselves
  client_closed: { status: 499, type: 'client_closed_request', retryable: true },
  store_unavailable: { status: 503, type: 'service_unavailable', retryable: true },
  admin_unavailable: { status: 503, type: 'admin_unavailable', retryable: true },
  journal_unavailable: { status: 503, type: 'service_unavailable', retryable: true },
  overloaded: { status: 503, type: 'service_unavailable', retryable: true },
  shutting_down: { status: 503, type: 'service_unavailable', retryable: true },
  internal_error: { status: 500, type: 'internal_server_error', retryable: true },
  // the admin API
  cache_not_served: { status: 503, type: 'cache_ping_error', retryable: false },
  not_found: { status: 404, type: 'not_found_error', retryable: false },
  duplicate: { status: 400, type: 'bad_request_error', retryable: false },
  bad_request: { status: 400, type: 'bad_request_error', retryable: false },
  validation_failed: { status: 422, type: 'validation_error', retryable: false },
} as const satisfies Record<string, { status: number; type: string; retryable: boolean }>;

export type ErrorCode = keyof typeof ERROR_CODES;
