import type { JsonObject } from '@tollgate/kernel';

/** Columns as the audit and the archive hold them: bigints as decimal strings, instants in ISO form. */
export function auditedColumns(columns: object): JsonObject {
  return JSON.parse(
    JSON.stringify(columns, (_name, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)),
  ) as JsonObject;
}
