import { isJsonObject, succeed, type JsonObject, type JsonValue, type Outcome } from '@tollgate/kernel';
import type { CanonicalRequest, GatewayError, ReasoningRequest, ResponseFormat } from '@tollgate/canonical';
import type { ClientInput } from '../format.js';
import { openBody } from '../openai-chat/open-body.js';
import { readSchemaFormat } from '../openai-chat/read-schema-format.js';
import { readPlainMembers } from '../read-plain-members.js';
import { checkRequest } from './check-request.js';
import { decodeToolChoice, decodeTools } from './convert-tools.js';
import { decodeInput } from './decode-input.js';
import { FORMAT, ownSource } from './own-source.js';

/** Members with the same meaning and type in the canonical form. */
const PLAIN: ReadonlyMap<string, keyof CanonicalRequest> = new Map(
  Object.entries({
    temperature: 'temperature',
    top_p: 'topP',
    parallel_tool_calls: 'parallelToolCalls',
    max_output_tokens: 'maxOutputTokens',
    service_tier: 'serviceTier',
    store: 'store',
    user: 'user',
  } satisfies Readonly<Record<string, keyof CanonicalRequest>>),
);

/** Members that have a canonical place; all others go into `extra`. */
const PLACED: ReadonlySet<string> = new Set([
  ...PLAIN.keys(),
  'model',
  'input',
  'instructions',
  'tools',
  'tool_choice',
  'text',
  'reasoning',
  'stream',
  'metadata',
]);

/**
 * `POST /v1/responses`. Unknown members are kept; what the gateway reads must be what it says it is (400 that names the member). A
 * request without model passes: authorization knows what to say of it.
 */
export function decodeRequest(input: ClientInput): Outcome<CanonicalRequest, GatewayError> {
  const opened = openBody(input, checkRequest);
  if (!opened.ok) return opened;
  const { body, gateway, metadata } = opened.value;
  const tools = body['tools'] as readonly JsonObject[] | undefined;
  return succeed({
    operation: 'responses',
    format: FORMAT,
    model: (body['model'] as string | undefined) ?? '',
    messages: decodeInput(body['instructions'], body['input']),
    ...(tools !== undefined && { tools: decodeTools(tools) }),
    ...(body['tool_choice'] !== undefined && { toolChoice: decodeToolChoice(body['tool_choice']) }),
    ...readPlainMembers(body, PLAIN),
    ...decodeText(body['text']),
    ...decodeReasoning(body['reasoning']),
    stream: body['stream'] === true,
    streamUsage: true,
    ...(metadata !== undefined && { metadata }),
    extra: readExtra(body),
    gateway,
  });
}

/** `text.format`; what else stands in `text` (`verbosity`) is kept. */
function decodeText(text: JsonValue | undefined): { readonly responseFormat?: ResponseFormat } {
  const format = isJsonObject(text) ? text['format'] : undefined;
  if (!isJsonObject(format)) return {};
  const source = ownSource(format);
  const { type } = format;
  if (type === 'text' || type === 'json_object') return { responseFormat: { type, source } };
  return type === 'json_schema' ? { responseFormat: readSchemaFormat(format, source) } : {};
}

function decodeReasoning(reasoning: JsonValue | undefined): { readonly reasoning?: ReasoningRequest } {
  if (!isJsonObject(reasoning)) return {};
  const { effort } = reasoning;
  const named = typeof effort === 'string' ? { effort } : {};
  return { reasoning: { enabled: effort !== 'none', ...named, source: ownSource(reasoning) } };
}

function readExtra(body: JsonObject): JsonObject {
  const extra: Record<string, JsonValue | undefined> = {};
  for (const name in body) if (!PLACED.has(name)) extra[name] = body[name];
  const text = body['text'];
  if (!isJsonObject(text)) return extra;
  const { format, ...others } = text;
  const unread = format !== undefined && decodeText(text).responseFormat === undefined;
  const kept = unread ? text : others;
  return Object.keys(kept).length === 0 ? extra : { ...extra, text: kept };
}
