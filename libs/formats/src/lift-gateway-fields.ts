import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { GatewayFields } from '@tollgate/canonical';
import { FALLBACK_MEMBERS } from './fallback-wishes.js';
import { readObjectMember } from './read-object-member.js';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Members that LiteLLM sets itself and takes out of what a client sends. */
const INTERNAL = new Set([
  'proxy_server_request',
  'standard_logging_object',
  'secret_fields',
  'requester_metadata',
  'requester_ip_address',
  'hidden_params',
  'litellm_logging_obj',
  'litellm_call_id',
  'model_info',
  'disable_global_guardrail',
  'disable_global_guardrails',
  'opted_out_global_guardrails',
  'applied_guardrails',
  'applied_policies',
  'policy_sources',
  'mock_tool_calls',
]);

/** Names that are the gateway's whatever follows: its tests, its facts about a key, its own name. */
const RESERVED = /^(mock_(testing_|timeout$|delay$|response_|tool_calls_)|user_api_key|litellm_)/;

/** LiteLLM's settings of providers that are not served: a caller's would be a credential, or choose where it is sent. */
const OF_DEPLOYMENTS = /^(aws|vertex)_/;

/**
 * Members that speak to LiteLLM's proxy or its client library (`all_litellm_params`), and that a request does not change here: kept with it,
 * named, never sent on.
 */
const UNSERVED = new Set([
  'acompletion',
  'aembedding',
  'allowed_model_region',
  'azure_password',
  'azure_username',
  'base_model',
  'bos_token',
  'budget_duration',
  'cache',
  'caching',
  'callbacks',
  'client',
  'client_id',
  'client_secret',
  'configurable_clientside_auth_params',
  'context_window_fallback_dict',
  'cooldown_time',
  'custom_llm_provider',
  'custom_prompt_dict',
  'deployment_id',
  'enable_json_schema_validation',
  'eos_token',
  'failure_callback',
  'fastest_response',
  'final_prompt_value',
  'force_timeout',
  'guardrail_config',
  'guardrails',
  'hf_model_name',
  'hooks',
  'initial_prompt_value',
  'litellm_params',
  'litellm_session_id',
  'litellm_trace_id',
  'logger_fn',
  'max_budget',
  'max_parallel_requests',
  'max_retries',
  'merge_reasoning_content_in_choices',
  'model_list',
  'no_log',
  'organization',
  'policies',
  'preset_cache_key',
  'prompt_id',
  'prompt_variables',
  'region_name',
  'request_timeout',
  'retry_policy',
  'roles',
  'router_settings_override',
  'rpm',
  's_maxage',
  'service_callback',
  'shared_session',
  'specific_deployment',
  'ssl_certificate',
  'ssl_verify',
  'stream_timeout',
  'success_callback',
  'supports_system_message',
  'tenant_id',
  'text_completion',
  'tpm',
  'ttl',
  'use_chat_completions_api',
  'use_litellm_proxy',
  'verbose',
  'weight',
]);

const LIFTED: Readonly<Record<string, (value: JsonValue, gateway: Mutable<GatewayFields>, body: JsonObject) => void>> =
  {
    tags: (value, gateway) => {
      const tags = strings(value);
      if (tags !== undefined) gateway.tags = tags;
    },
    litellm_metadata: (_value, gateway, body) => {
      const metadata = readObjectMember(body, 'litellm_metadata');
      if (metadata !== undefined) gateway.litellmMetadata = withoutKeyFacts(metadata);
    },
    num_retries: (value, gateway) => {
      if (typeof value === 'number' && Number.isInteger(value) && value >= 0) gateway.numRetries = value;
    },
    timeout: (value, gateway) => {
      if (typeof value === 'number' && value > 0) gateway.timeoutSeconds = value;
    },
    disable_fallbacks: (value, gateway) => {
      if (typeof value === 'boolean') gateway.disableFallbacks = value;
    },
    api_version: (value, gateway) => {
      if (typeof value === 'string') gateway.apiVersion = value;
    },
    extra_headers: (value, gateway) => {
      if (isJsonObject(value)) gateway.extraHeaders = { ...gateway.extraHeaders, ...value };
    },
    headers: (value, gateway) => {
      if (isJsonObject(value)) gateway.extraHeaders = { ...value, ...gateway.extraHeaders };
    },
    mock_response: (value, gateway) => {
      if (typeof value === 'string') gateway.mockResponse = value;
    },
    drop_params: (value, gateway) => {
      if (typeof value === 'boolean') gateway.dropParams = value;
    },
    additional_drop_params: (value, gateway) => {
      const names = strings(value);
      if (names !== undefined) gateway.additionalDropParams = names;
    },
    allowed_openai_params: (value, gateway) => {
      const names = strings(value);
      if (names !== undefined) gateway.allowedOpenaiParams = names;
    },
    'no-log': (value, gateway) => {
      if (typeof value === 'boolean') gateway.noLog = value;
    },
  };

/** Every member that speaks to the gateway and has a name of its own. */
export const GATEWAY_MEMBERS: readonly string[] = [
  ...INTERNAL,
  ...UNSERVED,
  ...Object.keys(LIFTED),
  ...Object.keys(FALLBACK_MEMBERS),
  'extra_body',
];

/**
 * Takes the members that speak to the gateway out of a client's body (LiteLLM's names). `rest` is what speaks to the provider;
 * a null counts as absent.
 */
export function liftGatewayFields(body: JsonObject): { readonly gateway: GatewayFields; readonly rest: JsonObject } {
  const gateway: Mutable<GatewayFields> = {};
  const unserved: Record<string, JsonValue> = {};
  const rest: Record<string, JsonValue> = {};
  for (const name in body) {
    const value = body[name];
    if (value === undefined || value === null || name === '__proto__' || INTERNAL.has(name)) continue;
    const lift = Object.hasOwn(LIFTED, name) ? LIFTED[name] : undefined;
    if (lift !== undefined) lift(value, gateway, body);
    else if (isFallbackMember(name)) {
      const wishes = FALLBACK_MEMBERS[name](value);
      if (wishes === undefined) unserved[name] = value;
      else gateway.fallbacks = { ...gateway.fallbacks, ...wishes };
    } else if (UNSERVED.has(name) || OF_DEPLOYMENTS.test(name)) unserved[name] = value;
    else if (!RESERVED.test(name)) rest[name] = value;
  }
  if (Object.keys(unserved).length > 0) gateway.unserved = unserved;
  return { gateway, rest };
}

function isFallbackMember(name: string): name is keyof typeof FALLBACK_MEMBERS {
  return Object.hasOwn(FALLBACK_MEMBERS, name);
}

/** Of metadata: what LiteLLM itself writes there, which only the gateway may set. */
const CONTEXT = /^(user_api_key|requester_metadata$|requester_ip_address$|hidden_params$)/;

/** A caller's metadata without what only the gateway may set in it: facts about the key, and its own context. */
export function withoutKeyFacts(metadata: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(metadata).filter(([name]) => !CONTEXT.test(name)));
}

function strings(value: JsonValue): readonly string[] | undefined {
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
}
