import { PROVISIONAL } from './provisional-sql.js';
import { type FieldKind, RECORD_FIELDS, type RecordField, USAGE_COLUMNS } from './record-fields.js';

const fields: readonly (readonly [member: string, field: RecordField])[] = Object.entries(RECORD_FIELDS);
const buckets = Object.entries(USAGE_COLUMNS);

const jsonTypes: Readonly<Record<FieldKind, string>> = {
  uuid: 'uuid',
  uuids: 'uuid[]',
  text: 'text',
  texts: 'text[]',
  integer: 'integer',
  boolean: 'boolean',
  instant: 'float8',
  money: 'bigint',
  json: 'json',
};

/**
 * `batch`: the records of `$1` (a JSON array) as rows with the columns' names, one for each (received_at, request_id), in the
 * order of that key, so that two writers of the same records wait for each other instead of deadlocking. Where a request is
 * there twice, its true end goes before one that stands in for it.
 */
export const BATCH = `batch AS MATERIALIZED (
  SELECT DISTINCT ON (received_at, request_id)
    ${fields.map(([member, { column, kind }]) => `${valueOf(`r."${member}"`, kind)} AS ${column}`).join(', ')},
    ${buckets.map(([member, column]) => `u."${member}" AS ${column}`).join(', ')}, u."raw" AS usage_raw,
    r."windows" AS windows, r."attempts" AS attempt_list, coalesce(json_array_length(r."attempts"), 0) AS attempts
  FROM json_to_recordset($1::json) AS r(
    ${fields.map(([member, { kind }]) => `"${member}" ${jsonTypes[kind]}`).join(', ')},
    "usage" json, "attempts" json, "windows" json
  ) CROSS JOIN LATERAL json_to_record(r."usage") AS u(
    ${buckets.map(([member]) => `"${member}" integer`).join(', ')}, "raw" json
  )
  ORDER BY received_at, request_id, (r."status" IN ${PROVISIONAL})
)`;

export const FACT_COLUMNS: readonly string[] = [
  ...columnsOf('fact'),
  ...buckets.map(([, column]) => column),
  'attempts',
];

/** The key comes first in both tables; `windows` is added by the statement that writes. */
export const ATTRIBUTE_COLUMNS: readonly string[] = [
  'received_at',
  'request_id',
  ...columnsOf('attribute'),
  'usage_raw',
];

function columnsOf(table: RecordField['table']): readonly string[] {
  return fields.filter(([, field]) => field.table === table).map(([, field]) => field.column);
}

function valueOf(expression: string, kind: FieldKind): string {
  return kind === 'instant' ? `to_timestamp(${expression} / 1000)` : expression;
}
