import type { CompletionRecord } from '@tollgate/canonical';
import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';

/** What a caller said to Langfuse, from the request's `metadata` and the `langfuse_*` headers; a header wins. */
export interface LangfuseMetadata {
  readonly generationName?: string;
  readonly generationId?: string;
  readonly traceId?: string;
  readonly existingTraceId?: string;
  readonly parentObservationId?: string;
  readonly sessionId?: string;
  readonly version?: string;
  readonly prompt?: { readonly name: string; readonly version?: number };
  readonly maskInput: boolean;
  readonly maskOutput: boolean;
  readonly debug: boolean;
  readonly tags: readonly string[];
  readonly updateTraceKeys: readonly string[];
  /** `trace_*` members by their name without the prefix. */
  readonly trace: Readonly<Record<string, JsonValue>>;
  /** All of it, for `debug_langfuse`. */
  readonly all: JsonObject;
}

export function readLangfuseMetadata(record: CompletionRecord): LangfuseMetadata {
  const all: JsonObject = { ...record.requestMetadata, ...parseHeaders(record.langfuseHeaders ?? {}) };
  return {
    ...text('generationName', all['generation_name']),
    ...text('generationId', all['generation_id']),
    ...text('traceId', all['trace_id']),
    ...text('existingTraceId', all['existing_trace_id']),
    ...text('parentObservationId', all['parent_observation_id']),
    ...text('sessionId', all['session_id'] ?? record.sessionId),
    ...text('version', all['version'] ?? all['trace_version']),
    ...prompt(all['prompt']),
    maskInput: isTrue(all['mask_input']),
    maskOutput: isTrue(all['mask_output']),
    debug: isTrue(all['debug_langfuse']),
    tags: list(all['tags']),
    updateTraceKeys: list(all['update_trace_keys']),
    trace: traceMembers(all),
    all,
  };
}

const STRUCTURED_HEADERS: ReadonlySet<string> = new Set(['trace_metadata', 'prompt', 'tags', 'update_trace_keys']);

/** Header values are text; those that mean a structure carry it as JSON. */
function parseHeaders(headers: Readonly<Record<string, string>>): JsonObject {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, STRUCTURED_HEADERS.has(name) ? parseJson(value) : value]),
  );
}

function parseJson(value: string): JsonValue {
  try {
    return JSON.parse(value) as JsonValue;
  } catch {
    return value;
  }
}

function text<Name extends string>(name: Name, value: JsonValue | undefined): { [name in Name]?: string } {
  const read = asText(value);
  return read === undefined ? {} : ({ [name]: read } as { [name in Name]?: string });
}

export function asText(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function isTrue(value: JsonValue | undefined): boolean {
  return value === true || (typeof value === 'string' && value.toLowerCase() === 'true');
}

function list(value: JsonValue | undefined): readonly string[] {
  if (typeof value === 'string')
    return value
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== '');
  if (!Array.isArray(value)) return [];
  return (value as readonly JsonValue[]).map(asText).filter((entry) => entry !== undefined);
}

function prompt(value: JsonValue | undefined): Pick<LangfuseMetadata, 'prompt'> {
  if (typeof value === 'string' && value !== '') return { prompt: { name: value } };
  if (!isJsonObject(value) || typeof value['name'] !== 'string') return {};
  const version = value['version'];
  return { prompt: { name: value['name'], ...(typeof version === 'number' ? { version } : {}) } };
}

/** `trace_id` and `trace_version` have meanings of their own. */
function traceMembers(all: JsonObject): Readonly<Record<string, JsonValue>> {
  const members = Object.entries(all)
    .filter(
      ([name, value]) =>
        name.startsWith('trace_') &&
        name !== 'trace_id' &&
        name !== 'trace_version' &&
        value !== undefined &&
        value !== null,
    )
    .map(([name, value]) => [name.slice('trace_'.length), value] as const);
  return Object.fromEntries(members) as Readonly<Record<string, JsonValue>>;
}
