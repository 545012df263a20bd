import type { JsonObject } from '@tollgate/kernel';
import type { ResponseFormat } from '@tollgate/canonical';

/** The schema of a wanted answer with what its client says of it, for dialects that take the schema alone. */
export function describedSchema({
  schema,
  description,
}: Pick<Extract<ResponseFormat, { type: 'json_schema' }>, 'schema' | 'description'>): JsonObject {
  return description === undefined || schema['description'] !== undefined ? schema : { ...schema, description };
}
