import { isJsonObject, type JsonObject } from '@tollgate/kernel';
import type { ResponseFormat } from '@tollgate/canonical';
import { describedSchema } from '../described-schema.js';
import { toJsonSchema } from './convert-schema.js';
import { ownSource, writtenHere } from './own-source.js';

/** Members of `generationConfig` that say what form the answer has. */
export const FORMAT_MEMBERS: ReadonlySet<string> = new Set([
  'responseMimeType',
  'responseSchema',
  'responseJsonSchema',
]);

/** The wanted form of the answer; undefined for one that only this dialect has (`text/x.enum`), and where none is named. */
export function decodeResponseFormat(config: JsonObject): ResponseFormat | undefined {
  const { responseMimeType: type, responseSchema: schema, responseJsonSchema: jsonSchema } = config;
  const written = Object.fromEntries(Object.entries(config).filter(([name]) => FORMAT_MEMBERS.has(name)));
  if (Object.keys(written).length === 0) return undefined;
  const source = ownSource(written);
  if (type === 'text/plain') return { type: 'text', source };
  if (type !== 'application/json') return undefined;
  if (isJsonObject(jsonSchema)) return { type: 'json_schema', name: 'response', schema: jsonSchema, source };
  if (isJsonObject(schema)) return { type: 'json_schema', name: 'response', schema: toJsonSchema(schema), source };
  return { type: 'json_object', source };
}

/**
 * Its members for the provider: a JSON Schema goes as it is (`responseJsonSchema`; what of it the provider does not know, it ignores).
 */
export function encodeResponseFormat(format: ResponseFormat | undefined): JsonObject {
  if (format === undefined) return {};
  const own = writtenHere(format);
  if (isJsonObject(own)) return own;
  switch (format.type) {
    case 'text':
      return {};
    case 'json_object':
      return { responseMimeType: 'application/json' };
    case 'json_schema':
      return { responseMimeType: 'application/json', responseJsonSchema: describedSchema(format) };
  }
}
