import type { CompletionRecord } from '@tollgate/canonical';
import { isJsonObject, type JsonValue } from '@tollgate/kernel';
import { type Attribute, attribute } from './attribute.js';
import type { Content } from './content.js';
import { asText, type LangfuseMetadata } from './langfuse-metadata.js';
import type { LangfuseSettings } from './langfuse-settings.js';
import { withoutSecrets } from './without-secrets.js';

/** Trace-wide attributes, which stand on every span. A trace that exists already gets only what `update_trace_keys` names. */
export function traceAttributes(
  record: CompletionRecord,
  metadata: LangfuseMetadata,
  content: Content,
  settings: LangfuseSettings,
): readonly Attribute[] {
  const fields =
    metadata.existingTraceId === undefined ? newTrace(record, metadata, settings) : updatedTrace(metadata, content);
  return [...fields, ...attribute('langfuse.environment', settings.environment)];
}

function newTrace(
  record: CompletionRecord,
  metadata: LangfuseMetadata,
  settings: LangfuseSettings,
): readonly Attribute[] {
  const { name, user_id: userId, release, tags: traceTags, session_id: sessionId, ...others } = metadata.trace;
  const tags = tagsOf(record, metadata, settings, traceTags);
  return [
    ...attribute('langfuse.trace.name', asText(name) ?? `litellm-${record.callType}`),
    ...attribute('user.id', asText(userId) ?? record.customer),
    ...attribute('session.id', metadata.sessionId ?? asText(sessionId)),
    ...attribute('langfuse.trace.tags', tags.length === 0 ? undefined : tags),
    ...attribute('langfuse.release', asText(release) ?? settings.release),
    ...Object.entries(others).flatMap(([field, value]) => traceField(field, value)),
    ...(metadata.debug
      ? attribute('langfuse.trace.metadata.metadata_passed_to_litellm', withoutSecrets(metadata.all))
      : []),
  ];
}

function updatedTrace(metadata: LangfuseMetadata, content: Content): readonly Attribute[] {
  return metadata.updateTraceKeys.flatMap((key) => {
    if (key === 'input') return attribute('langfuse.trace.input', content.input);
    if (key === 'output') return attribute('langfuse.trace.output', content.output);
    const field = key.startsWith('trace_') ? key.slice('trace_'.length) : key;
    return traceField(field, metadata.trace[field] ?? metadata.all[key]);
  });
}

const FIELD_NAMES: Readonly<Record<string, string>> = {
  name: 'langfuse.trace.name',
  user_id: 'user.id',
  session_id: 'session.id',
  release: 'langfuse.release',
  version: 'langfuse.version',
  public: 'langfuse.trace.public',
  input: 'langfuse.trace.input',
  output: 'langfuse.trace.output',
};

/** `trace_metadata` is spread out; a field that Langfuse does not know becomes metadata of the trace. */
function traceField(field: string, value: JsonValue | undefined): readonly Attribute[] {
  if (value === undefined || value === null) return [];
  if (field === 'metadata' && isJsonObject(value)) {
    return Object.entries(value).flatMap(([name, member]) => traceMember(`langfuse.trace.metadata.${name}`, member));
  }
  if (field === 'tags' && Array.isArray(value)) {
    return attribute(
      'langfuse.trace.tags',
      (value as readonly JsonValue[]).map(asText).filter((tag) => tag !== undefined),
    );
  }
  return traceMember(
    Object.hasOwn(FIELD_NAMES, field) ? (FIELD_NAMES[field] ?? field) : `langfuse.trace.metadata.${field}`,
    value,
  );
}

function traceMember(name: string, value: JsonValue | undefined): readonly Attribute[] {
  if (value === undefined || value === null) return [];
  return attribute(name, typeof value === 'object' ? JSON.stringify(value) : value);
}

function tagsOf(
  record: CompletionRecord,
  metadata: LangfuseMetadata,
  settings: LangfuseSettings,
  traceTags: JsonValue | undefined,
): readonly string[] {
  const own = Array.isArray(traceTags)
    ? (traceTags as readonly JsonValue[]).map(asText).filter((tag) => tag !== undefined)
    : [];
  const defaults = settings.defaultTags.flatMap((name) => defaultTag(name, record));
  return [...new Set([...record.tags, ...metadata.tags, ...own, ...defaults, ...userAgentTags(record)])];
}

/** LiteLLM tags every trace with the client's product name and with the whole header, unless told otherwise. */
function userAgentTags({ clientProduct, userAgent }: CompletionRecord): readonly string[] {
  if (clientProduct === undefined || userAgent === undefined || userAgent === '') return [];
  return [`User-Agent: ${clientProduct}`, `User-Agent: ${userAgent}`];
}

function defaultTag(name: string, record: CompletionRecord): readonly string[] {
  const values: Readonly<Record<string, string | undefined>> = {
    cache_hit: 'False',
    user_api_key_alias: record.keyAlias,
    user_api_key_hash: record.keyHash,
    user_api_key_user_id: record.userId,
    user_api_key_team_id: record.teamId,
    user_api_key_org_id: record.organizationId,
    user_api_key_end_user_id: record.customer,
    litellm_call_id: record.callId,
    api_base: record.apiBase,
  };
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  return value === undefined ? [] : [`${name}:${value}`];
}
