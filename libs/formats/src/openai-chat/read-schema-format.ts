import { isJsonObject, type JsonObject } from '@tollgate/kernel';
import type { ResponseFormat, Source } from '@tollgate/canonical';

/** The schema that an answer must have, as OpenAI's dialects write it: chat under `json_schema`, the Responses API beside the type. */
export function readSchemaFormat({ name, schema, strict, description }: JsonObject, source: Source): ResponseFormat {
  return {
    type: 'json_schema',
    name: typeof name === 'string' ? name : 'response',
    schema: isJsonObject(schema) ? schema : {},
    ...(typeof strict === 'boolean' && { strict }),
    ...(typeof description === 'string' && { description }),
    source,
  };
}
