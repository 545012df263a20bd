import { isJsonObject, usdFromNanoUsd, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { SpendLog } from '@tollgate/persistence';
import { toUsd } from '../shown/to-usd.js';
import { toErrorInformation } from './error-information.mapper.js';
import { UNLISTED_MEMBERS, UNSERVED_COSTS, UNSERVED_MEMBERS, UNSERVED_METADATA } from './spend-log-members.js';

/** One row of `/spend/logs`, as LiteLLM shows it (transcript spend-and-activity). A cost that is unknown is null, never 0. */
export function toSpendLog(row: SpendLog): object {
  const tokens = tokensOf(row);
  return {
    ...UNSERVED_MEMBERS,
    request_id: row.requestId,
    litellm_call_id: row.callId,
    call_type: row.callType,
    api_key: row.keyHash,
    spend: toUsd(row.costNano),
    total_tokens: tokens.prompt + tokens.completion,
    prompt_tokens: tokens.prompt,
    completion_tokens: tokens.completion,
    startTime: row.receivedAt.toISOString(),
    endTime: row.endedAt.toISOString(),
    request_duration_ms: row.endedAt.getTime() - row.receivedAt.getTime(),
    completionStartTime: (row.firstTokenAt ?? row.endedAt).toISOString(),
    model: row.litellmModel ?? row.modelRequested,
    model_id: row.deploymentId ?? '',
    model_group: row.modelGroup ?? row.modelRequested,
    custom_llm_provider: row.provider ?? '',
    api_base: row.apiBase ?? '',
    user: row.userId ?? '',
    metadata: toMetadata(row),
    request_tags: [...new Set([...row.tags, ...userAgentTags(row)])],
    team_id: row.teamId ?? '',
    organization_id: row.organizationId ?? '',
    end_user: row.customer ?? '',
    requester_ip_address: row.ipAddress,
    session_id: row.sessionId ?? row.callId,
    status: row.status === 'success' ? 'success' : 'failure',
    created_at: row.endedAt.toISOString(),
    updated_at: row.endedAt.toISOString(),
  };
}

/** One row of `/spend/logs/v2`: LiteLLM's lists leave out what was said, and two dates (transcript spend-and-activity). */
export function toListedSpendLog(row: SpendLog): object {
  return Object.fromEntries(Object.entries(toSpendLog(row)).filter(([name]) => !UNLISTED_MEMBERS.includes(name)));
}

/** LiteLLM labels every call with its client's product name and with the whole header, unless told otherwise (transcript spend-and-activity). */
function userAgentTags({ clientProduct, userAgent }: SpendLog): readonly string[] {
  if (clientProduct === null || userAgent === null) return [];
  return [`User-Agent: ${clientProduct}`, `User-Agent: ${userAgent}`];
}

function toMetadata(row: SpendLog): object {
  const usage = toUsageObject(row);
  const model = row.litellmModel ?? row.modelRequested;
  return {
    ...UNSERVED_METADATA,
    status: row.status === 'success' ? null : 'failure',
    tollgate_status: row.status,
    user_agent: row.userAgent,
    usage_object: usage ?? {},
    additional_usage_values: toAdditionalUsage(row, usage),
    user_api_key: row.keyHash,
    user_api_key_alias: row.keyAlias,
    user_api_key_user_id: row.userId,
    user_api_key_team_id: row.teamId,
    user_api_key_org_id: row.organizationId,
    user_api_key_project_id: row.projectId,
    litellm_call_id: row.callId,
    cost_breakdown: toCostBreakdown(row),
    error_information: toErrorInformation(row),
    attempted_retries: Math.max(0, row.attempts - 1),
    original_model_group: row.modelRequested,
    requester_ip_address: row.ipAddress,
    spend_logs_metadata: row.spendLogsMetadata,
    model_map_information: { model_map_key: model, model_map_value: null },
  };
}

interface UsageObject {
  readonly total_tokens: number;
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly prompt_tokens_details: object;
  readonly completion_tokens_details: object;
}

function tokensOf(row: SpendLog): { readonly prompt: number; readonly completion: number } {
  const { inputUncached, cacheRead, cacheWrite5m, cacheWrite1h, inputAudio, inputImage } = row;
  const { output, reasoning, outputAudio, outputImage } = row;
  return {
    prompt: sum([inputUncached, cacheRead, cacheWrite5m, cacheWrite1h, inputAudio, inputImage]),
    completion: sum([output, reasoning, outputAudio, outputImage]),
  };
}

/** OpenAI's usage block; undefined when the provider reported nothing. */
function toUsageObject(row: SpendLog): UsageObject | undefined {
  if (row.inputUncached === null && row.output === null) return undefined;
  const { prompt, completion } = tokensOf(row);
  return {
    total_tokens: prompt + completion,
    prompt_tokens: prompt,
    completion_tokens: completion,
    prompt_tokens_details: {
      ...detailsIn(row, 'prompt_tokens_details'),
      audio_tokens: row.inputAudio ?? 0,
      cached_tokens: row.cacheRead ?? 0,
    },
    completion_tokens_details: {
      ...detailsIn(row, 'completion_tokens_details'),
      audio_tokens: row.outputAudio ?? 0,
      reasoning_tokens: row.reasoning ?? 0,
    },
  };
}

/** What the provider tells of its tokens beyond the ledger's columns, as it stands. */
function detailsIn({ usageRaw }: SpendLog, member: string): JsonObject {
  const details = isJsonObject(usageRaw) ? usageRaw[member] : undefined;
  return isJsonObject(details) ? details : {};
}

function toAdditionalUsage(row: SpendLog, usage: UsageObject | undefined): object {
  const written = sum([row.cacheWrite5m, row.cacheWrite1h]);
  return {
    prompt_tokens_details: usage?.prompt_tokens_details ?? null,
    completion_tokens_details: usage?.completion_tokens_details ?? null,
    ...(row.cacheRead === null ? {} : { cache_read_input_tokens: row.cacheRead }),
    ...(written === 0 ? {} : { cache_creation_input_tokens: written }),
    ...piecesOf(row),
  };
}

/** What is priced by the piece; LiteLLM's rows have no members for it. */
function piecesOf({ images, seconds, characters }: SpendLog): object {
  return {
    ...(images === null ? {} : { images }),
    ...(seconds === null ? {} : { audio_seconds: seconds }),
    ...(characters === null ? {} : { characters }),
  };
}

const INPUT_BUCKETS = [
  'input',
  'cacheRead',
  'cacheWrite5m',
  'cacheWrite1h',
  'inputAudio',
  'inputImage',
  'second',
  'character',
] as const;
const OUTPUT_BUCKETS = ['output', 'reasoning', 'outputAudio', 'outputImage', 'image'] as const;

/** Dollars by LiteLLM's names from nano-dollars by bucket; its input cost contains the cache's. */
function toCostBreakdown(row: SpendLog): object | null {
  if (row.costNano === null || row.status !== 'success' || !isJsonObject(row.costBreakdown)) return null;
  const buckets: JsonObject = row.costBreakdown;
  const total = usdFromNanoUsd(row.costNano);
  return {
    ...UNSERVED_COSTS,
    input_cost: usdOf(INPUT_BUCKETS.map((bucket) => buckets[bucket])),
    output_cost: usdOf(OUTPUT_BUCKETS.map((bucket) => buckets[bucket])),
    cache_read_cost: usdOf([buckets['cacheRead']]),
    tool_usage_cost: usdOf([buckets['search']]),
    original_cost: total,
    total_cost: total,
  };
}

function usdOf(nanos: readonly (JsonValue | undefined)[]): number {
  const texts = nanos.filter((nano): nano is string => typeof nano === 'string');
  return usdFromNanoUsd(texts.reduce((total, text) => total + BigInt(text), 0n));
}

function sum(counts: readonly (number | null)[]): number {
  return counts.reduce<number>((total, count) => total + (count ?? 0), 0);
}
