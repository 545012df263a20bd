import type { CompletionRecord } from '@tollgate/canonical';
import { type JsonObject, usdFromNanoUsd } from '@tollgate/kernel';
import { type Attribute, attribute, jsonAttribute } from './attribute.js';
import { isFailed } from './record-outcome.js';
import { toldCostUsd } from './told-cost.js';
import { usageObject } from './usage-details.js';
import { withoutSecrets } from './without-secrets.js';

/** `langfuse.observation.metadata.*`, under the names that dashboards built on LiteLLM filter by. */
export function metadataAttributes(record: CompletionRecord, traceId: string): readonly Attribute[] {
  return [...whoAttributes(record), ...requestAttributes(record, traceId), ...outcomeAttributes(record)].map(
    ([name, value]) => [`langfuse.observation.metadata.${name}`, value],
  );
}

function whoAttributes(record: CompletionRecord): readonly Attribute[] {
  return [
    ...attribute('user_api_key_hash', record.keyHash),
    ...attribute('user_api_key_alias', record.keyAlias),
    ...attribute('user_api_key_spend', dollarText(record.keySpendNano)),
    ...attribute('user_api_key_org_id', record.organizationId),
    ...attribute('user_api_key_team_id', record.teamId),
    ...attribute('user_api_key_project_id', record.projectId),
    ...attribute('user_api_key_user_id', record.userId),
    ...attribute('user_api_key_end_user_id', record.customer),
    ...attribute('user_api_key_request_route', record.route),
  ];
}

/** Guardrails and custom headers: none is run and none is passed on, which LiteLLM writes as an empty structure. */
function requestAttributes(record: CompletionRecord, traceId: string): readonly Attribute[] {
  return [
    ...attribute('requester_ip_address', record.ipAddress),
    ...attribute('user_agent', record.userAgent),
    ...attribute('requester_metadata', withoutSecrets({ trace_id: traceId, ...record.requestMetadata })),
    ...jsonAttribute('applied_guardrails', []),
    ...jsonAttribute('usage_object', usageObject(record.usage)),
    ...jsonAttribute('requester_custom_headers', {}),
    ...jsonAttribute('spend_logs_metadata', record.spendLogsMetadata),
    ...attribute('user_api_key_auth_metadata', withoutSecrets(record.keyMetadata ?? {})),
  ];
}

function outcomeAttributes(record: CompletionRecord): readonly Attribute[] {
  return [
    ...attribute('litellm_response_cost', responseCost(record)),
    ...jsonAttribute('hidden_params', hiddenParams(record)),
    ...attribute('api_base', record.apiBase),
    ...(isFailed(record) ? [] : attribute('cache_hit', false)),
    ...attribute('litellm_call_id', record.callId),
    ...attribute('response_id', record.providerResponseId),
  ];
}

/** A number for a failed call and text for an answered one, as LiteLLM writes it; absent when the price is unknown. */
function responseCost(record: CompletionRecord): string | number | undefined {
  const cost = costOf(record);
  return isFailed(record) || cost === undefined ? cost : String(cost);
}

/** LiteLLM tells only the cost of a failed call, and neither time nor model name of a streamed one. */
function hiddenParams(record: CompletionRecord): JsonObject {
  const cost = costOf(record);
  const response = cost === undefined ? {} : { response_cost: cost };
  if (isFailed(record)) return response;
  return {
    ...(record.deploymentId === undefined ? {} : { model_id: record.deploymentId }),
    ...(record.apiBase === undefined ? {} : { api_base: record.apiBase }),
    ...response,
    ...(record.stream || record.litellmModel === undefined
      ? {}
      : { litellm_overhead_time_ms: overheadMs(record), litellm_model_name: record.litellmModel }),
  };
}

/** A failed call costs what was billed of it, mostly 0. */
function costOf(record: CompletionRecord): number | undefined {
  return isFailed(record) ? usdFromNanoUsd(BigInt(record.costNano ?? 0)) : toldCostUsd(record);
}

function overheadMs(record: CompletionRecord): number {
  const upstreamMs = record.attempts.reduce((sum, attempt) => sum + attempt.endedAt - attempt.startedAt, 0);
  return Math.max(0, record.endedAt - record.receivedAt - upstreamMs);
}

function dollarText(nano: string | null | undefined): string | undefined {
  return nano === null || nano === undefined ? undefined : String(usdFromNanoUsd(BigInt(nano)));
}
