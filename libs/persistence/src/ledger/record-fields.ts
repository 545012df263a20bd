import type { CompletionRecord, Usage } from '@tollgate/canonical';

/** How a member of the record's JSON becomes a column, and back. */
export type FieldKind = 'uuid' | 'uuids' | 'text' | 'texts' | 'integer' | 'boolean' | 'instant' | 'money' | 'json';

export interface RecordField {
  readonly table: 'fact' | 'attribute';
  readonly column: string;
  readonly kind: FieldKind;
}

/** Members that are no column of their own: `v` is checked by nobody, the others have statements of their own below. */
type Apart = 'v' | 'usage' | 'attempts' | 'windows';

/**
 * Where each member of a CompletionRecord is kept: the statement that writes records and the reader that gives them back to
 * sinks are both made from this table. A new member of the record does not compile until it has a row here.
 */
export const RECORD_FIELDS = {
  requestId: { table: 'fact', column: 'request_id', kind: 'uuid' },
  receivedAt: { table: 'fact', column: 'received_at', kind: 'instant' },
  endedAt: { table: 'fact', column: 'ended_at', kind: 'instant' },
  firstTokenAt: { table: 'fact', column: 'first_token_at', kind: 'instant' },
  status: { table: 'fact', column: 'status', kind: 'text' },
  httpStatus: { table: 'fact', column: 'http_status', kind: 'integer' },
  errorCode: { table: 'fact', column: 'error_code', kind: 'text' },
  stream: { table: 'fact', column: 'stream', kind: 'boolean' },
  route: { table: 'fact', column: 'route', kind: 'text' },
  operation: { table: 'fact', column: 'operation', kind: 'text' },
  format: { table: 'fact', column: 'format', kind: 'text' },
  callType: { table: 'fact', column: 'call_type', kind: 'text' },
  keyId: { table: 'fact', column: 'key_id', kind: 'uuid' },
  keyHash: { table: 'fact', column: 'key_hash', kind: 'text' },
  userId: { table: 'fact', column: 'user_id', kind: 'text' },
  teamId: { table: 'fact', column: 'team_id', kind: 'text' },
  teamMemberId: { table: 'fact', column: 'team_member_id', kind: 'text' },
  projectId: { table: 'fact', column: 'project_id', kind: 'text' },
  organizationId: { table: 'fact', column: 'organization_id', kind: 'text' },
  customerId: { table: 'fact', column: 'customer_id', kind: 'uuid' },
  tagIds: { table: 'fact', column: 'tag_ids', kind: 'uuids' },
  modelGroup: { table: 'fact', column: 'model_group', kind: 'text' },
  model: { table: 'fact', column: 'model', kind: 'text' },
  litellmModel: { table: 'fact', column: 'litellm_model', kind: 'text' },
  provider: { table: 'fact', column: 'provider', kind: 'text' },
  deploymentId: { table: 'fact', column: 'deployment_id', kind: 'text' },
  costNano: { table: 'fact', column: 'cost_nano', kind: 'money' },
  costEstimated: { table: 'fact', column: 'cost_estimated', kind: 'boolean' },
  outputLimit: { table: 'fact', column: 'output_limit', kind: 'integer' },
  outputLimitScope: { table: 'fact', column: 'output_limit_scope', kind: 'text' },
  callId: { table: 'attribute', column: 'call_id', kind: 'text' },
  providerResponseId: { table: 'attribute', column: 'provider_response_id', kind: 'text' },
  sessionId: { table: 'attribute', column: 'session_id', kind: 'text' },
  traceId: { table: 'attribute', column: 'trace_id', kind: 'text' },
  modelRequested: { table: 'attribute', column: 'model_requested', kind: 'text' },
  keyAlias: { table: 'attribute', column: 'key_alias', kind: 'text' },
  keySpendNano: { table: 'attribute', column: 'key_spend_nano', kind: 'money' },
  customer: { table: 'attribute', column: 'customer', kind: 'text' },
  tags: { table: 'attribute', column: 'tags', kind: 'texts' },
  userAgent: { table: 'attribute', column: 'user_agent', kind: 'text' },
  clientProduct: { table: 'attribute', column: 'client_product', kind: 'text' },
  ipAddress: { table: 'attribute', column: 'ip_address', kind: 'text' },
  apiBase: { table: 'attribute', column: 'api_base', kind: 'text' },
  errorMessage: { table: 'attribute', column: 'error_message', kind: 'text' },
  finishReason: { table: 'attribute', column: 'finish_reason', kind: 'text' },
  droppedParams: { table: 'attribute', column: 'dropped_params', kind: 'texts' },
  requestMetadata: { table: 'attribute', column: 'request_metadata', kind: 'json' },
  spendLogsMetadata: { table: 'attribute', column: 'spend_logs_metadata', kind: 'json' },
  keyMetadata: { table: 'attribute', column: 'key_metadata', kind: 'json' },
  langfuseHeaders: { table: 'attribute', column: 'langfuse_headers', kind: 'json' },
  modelParameters: { table: 'attribute', column: 'model_parameters', kind: 'json' },
  costBreakdown: { table: 'attribute', column: 'cost_breakdown', kind: 'json' },
  sinks: { table: 'attribute', column: 'sinks', kind: 'texts' },
} as const satisfies Record<Exclude<keyof CompletionRecord, Apart>, RecordField>;

/** Usage buckets of the final attempt: columns of the fact table. The provider's raw block is `usage_raw` beside it. */
export const USAGE_COLUMNS = {
  inputUncached: 'input_uncached',
  cacheRead: 'cache_read',
  cacheWrite5m: 'cache_write_5m',
  cacheWrite1h: 'cache_write_1h',
  inputAudio: 'input_audio',
  inputImage: 'input_image',
  output: 'output',
  reasoning: 'reasoning',
  outputAudio: 'output_audio',
  outputImage: 'output_image',
  searches: 'searches',
  images: 'images',
  seconds: 'seconds',
  characters: 'characters',
  pages: 'pages',
} as const satisfies Record<Exclude<keyof Usage, 'raw' | 'made'>, string>;
