import { type CanonicalRequest, GatewayError } from '@tollgate/canonical';
import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { Walked } from './build-record.js';

type Asked = Walked & Required<Pick<Walked, 'request'>>;

/**
 * Refuses a call without a parameter that its key, or the operator, wants of every call (`enforced_params`), in LiteLLM's words. A
 * parameter is there under its own name, or under the one that the client's dialect has for the same: clients of the Messages API
 * name the end user in `metadata.user_id`, those of Gemini the output limit in `generationConfig`. Null and empty texts say nothing.
 * Counting tokens asks no model.
 */
export function refuseMissingParams(asked: Asked): GatewayError | undefined {
  const { principal, snapshot, request } = asked;
  const { enforcedParams: ofKey = NONE } = principal;
  const { enforcedParams: ofAll = NONE } = snapshot.settings;
  if ((ofKey.length === 0 && ofAll.length === 0) || request.operation === 'count-tokens') return undefined;
  const missing = [...ofAll, ...ofKey].find((name) => !isSaid(asked, name.split('.')));
  return missing === undefined ? undefined : missingParam(missing);
}

const NONE: readonly string[] = [];

function isSaid({ body = {}, request, caller }: Asked, path: readonly string[]): boolean {
  const [name = '', ...inner] = path;
  if (reads(body, path)) return true;
  if (name === 'metadata') return [request.metadata, request.gateway.litellmMetadata].some((at) => reads(at, inner));
  if (inner.length > 0) return false;
  return name === 'user' ? caller.customer !== undefined : MEANT[name]?.(request) === true;
}

/** OpenAI's names of what every dialect can say in words of its own. */
const MEANT: Readonly<Record<string, (request: CanonicalRequest) => boolean>> = {
  max_tokens: ({ maxOutputTokens }) => maxOutputTokens !== undefined,
  max_completion_tokens: ({ maxOutputTokens }) => maxOutputTokens !== undefined,
  max_output_tokens: ({ maxOutputTokens }) => maxOutputTokens !== undefined,
  temperature: ({ temperature }) => temperature !== undefined,
  top_p: ({ topP }) => topP !== undefined,
  stop: ({ stop }) => stop !== undefined,
  seed: ({ seed }) => seed !== undefined,
  tools: ({ tools }) => tools !== undefined,
  tool_choice: ({ toolChoice }) => toolChoice !== undefined,
  response_format: ({ responseFormat }) => responseFormat !== undefined,
  reasoning_effort: ({ reasoning }) => reasoning !== undefined,
  service_tier: ({ serviceTier }) => serviceTier !== undefined,
  messages: ({ messages }) => messages.length > 0,
  model: ({ model }) => model !== '',
  stream: ({ stream }) => stream,
};

/** Whether something is said at the end of the path. */
function reads(value: JsonObject | undefined, path: readonly string[]): boolean {
  const at = path.reduce<JsonValue | undefined>(
    (inner, name) => (isJsonObject(inner) && Object.hasOwn(inner, name) ? inner[name] : undefined),
    value,
  );
  return at !== undefined && at !== null && at !== '';
}

/** LiteLLM writes the second name of a path in brackets; so it does here with all of them. */
function missingParam(name: string): GatewayError {
  const shown = name.includes('.')
    ? name
        .split('.')
        .map((part) => `[${part}]`)
        .join('')
    : name;
  const message = `BadRequest please pass param=${shown} in request body. This is a required param`;
  return new GatewayError('missing_parameter', { message, status: 401, type: 'auth_error', param: 'None' });
}
