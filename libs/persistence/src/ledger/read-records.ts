import {
  type AttemptRecord,
  type CompletionRecord,
  RECORD_VERSION,
  type RecordTexts,
  type Usage,
} from '@tollgate/canonical';
import type { JsonValue } from '@tollgate/kernel';
import { type FieldKind, RECORD_FIELDS, type RecordField, USAGE_COLUMNS } from './record-fields.js';

const fields: readonly (readonly [member: string, field: RecordField])[] = Object.entries(RECORD_FIELDS);

/** One record, with members of RECORD_FIELDS under their own names. */
export interface StoredRecordRow {
  readonly usage: Readonly<Record<string, number | null>>;
  readonly usageRaw: JsonValue;
  readonly attemptList: readonly Readonly<Record<string, JsonValue>>[] | null;
  readonly text: Pick<RecordTexts, 'input' | 'output'> | null;
  readonly [member: string]: unknown;
}

/** Instants as whole milliseconds; money as a decimal string; the driver leaves both as they are. */
const reads: Readonly<Record<FieldKind, (column: string) => string>> = {
  uuid: asIs,
  uuids: asIs,
  text: asIs,
  texts: asIs,
  integer: asIs,
  boolean: asIs,
  json: asIs,
  instant: milliseconds,
  money: (column) => `${column}::text`,
};

const attemptMembers = {
  attempt: 'attempt',
  deploymentId: 'deployment_id',
  provider: 'provider',
  model: 'model',
  modelGroup: 'model_group',
  apiBase: 'api_base',
  startedAt: milliseconds('started_at'),
  firstTokenAt: milliseconds('first_token_at'),
  endedAt: milliseconds('ended_at'),
  outcome: 'outcome',
  status: 'status',
  failureClass: 'failure_class',
  errorMessage: 'error_message',
  usage: 'usage',
  prices: 'prices',
  priceSource: 'price_source',
  costNano: 'cost_nano::text',
  estimated: 'estimated',
  heldNano: 'held_nano::text',
} as const satisfies Record<keyof AttemptRecord, string>;

/**
 * Records by key: `$1` request ids, `$2` their instants, `$3` the audience whose texts are wanted. Each is looked up in its
 * partition (`OFFSET 0` keeps the lateral joins from becoming a scan of all of them).
 */
export const READ_RECORDS = `SELECT
  ${fields.map(([member, { table, column, kind }]) => `${reads[kind](`${table}.${column}`)} AS "${member}"`).join(', ')},
  json_build_object(${Object.entries(USAGE_COLUMNS)
    .map(([member, column]) => `'${member}', fact.${column}`)
    .join(', ')}) AS usage,
  attribute.usage_raw AS "usageRaw",
  (SELECT json_agg(json_build_object(${Object.entries(attemptMembers)
    .map(([member, value]) => `'${member}', ${value}`)
    .join(', ')}) ORDER BY attempt)
    FROM tollgate.request_attempt AS a WHERE a.request_id = fact.request_id AND a.received_at = fact.received_at) AS "attemptList",
  (SELECT json_build_object('input', t.input, 'output', t.output) FROM tollgate.request_text AS t
    WHERE t.request_id = fact.request_id AND t.received_at = fact.received_at AND t.audience = $3) AS text
FROM unnest($1::uuid[], $2::timestamptz[]) AS wanted(request_id, received_at)
  CROSS JOIN LATERAL (SELECT * FROM tollgate.request_fact AS f
    WHERE f.request_id = wanted.request_id AND f.received_at = wanted.received_at OFFSET 0) AS fact
  CROSS JOIN LATERAL (SELECT * FROM tollgate.request_attribute AS a
    WHERE a.request_id = wanted.request_id AND a.received_at = wanted.received_at OFFSET 0) AS attribute`;

/**
 * The record as it was written. Balance windows are not kept; members that were absent are absent again. JSON null in
 * `spendLogsMetadata` comes back as absent.
 */
export function toRecord(row: StoredRecordRow): CompletionRecord {
  const members = Object.fromEntries(
    fields.flatMap(([member]) => (row[member] === null ? [] : [[member, row[member]] as const])),
  );
  // the table of fields is total over the record's members: what is not null was written from a record
  const known = members as unknown as Omit<CompletionRecord, 'v' | 'usage' | 'attempts' | 'windows' | 'costNano'>;
  const usage = toUsage(row);
  return {
    ...known,
    v: RECORD_VERSION,
    costNano: typeof row['costNano'] === 'string' ? row['costNano'] : null,
    ...(usage === undefined ? {} : { usage }),
    attempts: (row.attemptList ?? []).map(toAttempt),
    windows: [],
  };
}

function toUsage(row: StoredRecordRow): Usage | undefined {
  const { inputUncached, output, ...others } = row.usage;
  if (inputUncached == null || output == null) return undefined;
  return { inputUncached, output, ...withoutNulls(others), ...(row.usageRaw === null ? {} : { raw: row.usageRaw }) };
}

function toAttempt(stored: Readonly<Record<string, JsonValue>>): AttemptRecord {
  return { ...withoutNulls(stored), costNano: stored['costNano'] ?? null } as unknown as AttemptRecord;
}

function withoutNulls(members: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null));
}

function asIs(column: string): string {
  return column;
}

function milliseconds(column: string): string {
  return `round(extract(epoch FROM ${column}) * 1000)::float8`;
}
