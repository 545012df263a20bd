import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { CanonicalRequest, ResponseFormat } from '@tollgate/canonical';
import { describedSchema } from '../described-schema.js';
import { closeObjects } from './close-objects.js';
import { FORMAT, ownSource, writtenHere } from './own-source.js';

export interface OutputConfig {
  readonly responseFormat?: ResponseFormat;
  /** `output_config.effort`. */
  readonly effort?: string;
  /** What has no canonical place (`output_config.task_budget`), as members of the body. */
  readonly remaining: JsonObject;
}

/** `output_config` (recording `structured`) and its forerunner `output_format`, which stays as it was sent too. */
export function decodeOutputConfig(rest: JsonObject): OutputConfig {
  const config = isJsonObject(rest['output_config']) ? rest['output_config'] : {};
  const { format, effort, ...others } = config;
  const responseFormat = decodeFormat(format ?? rest['output_format']);
  return {
    ...(responseFormat !== undefined && { responseFormat }),
    ...(typeof effort === 'string' && { effort }),
    remaining: {
      ...(Object.keys(others).length > 0 && { output_config: others }),
      ...(rest['output_format'] !== undefined && { output_format: rest['output_format'] }),
    },
  };
}

/**
 * The wanted form of the answer. A JSON schema becomes `output_config.format`, its objects closed where another dialect left them
 * open, as the provider demands. Plain JSON without a schema is asked for in the prompt (withJsonMode).
 */
export function encodeOutputConfig(request: CanonicalRequest, effort: string | undefined): JsonObject {
  const remaining = isJsonObject(request.extra['output_config']) ? request.extra['output_config'] : {};
  const format = encodeFormat(request);
  const config = { ...remaining, ...(effort !== undefined && { effort }), ...(format !== undefined && { format }) };
  return Object.keys(config).length === 0 ? {} : { output_config: config };
}

function decodeFormat(format: JsonValue | undefined): ResponseFormat | undefined {
  if (!isJsonObject(format) || format['type'] !== 'json_schema' || !isJsonObject(format['schema'])) return undefined;
  return { type: 'json_schema', name: 'response', schema: format['schema'], strict: true, source: ownSource(format) };
}

function encodeFormat({ format, responseFormat, extra }: CanonicalRequest): JsonObject | undefined {
  if (format === FORMAT && extra['output_format'] !== undefined) return undefined;
  if (responseFormat?.type !== 'json_schema') return undefined;
  const own = writtenHere(responseFormat);
  return isJsonObject(own) ? own : { type: 'json_schema', schema: closeObjects(describedSchema(responseFormat)) };
}
