import {
  fail,
  isExactNumber,
  isJsonObject,
  succeed,
  type JsonObject,
  type JsonValue,
  type Outcome,
} from '@tollgate/kernel';
import type { CanonicalRequest, GatewayError, ReasoningRequest, ResponseFormat } from '@tollgate/canonical';
import type { ClientInput } from '../format.js';
import { openBody } from '../openai-chat/open-body.js';
import { readDouble } from '../read-double.js';
import { checkRequest } from './check-request.js';
import { decodeToolChoice, decodeTools } from './convert-tools.js';
import { decodeInput } from './decode-input.js';
import { FORMAT, ownSource } from './own-source.js';

/** Members with the same meaning and type in the canonical form. */
const PLAIN_MEMBERS = {
  temperature: 'temperature',
  top_p: 'topP',
  parallel_tool_calls: 'parallelToolCalls',
  max_output_tokens: 'maxOutputTokens',
  service_tier: 'serviceTier',
  store: 'store',
  user: 'user',
} as const satisfies Readonly<Record<string, keyof CanonicalRequest>>;

/** Members that have a canonical place; all others go into `extra`. */
const PLACED: ReadonlySet<string> = new Set([
  ...Object.keys(PLAIN_MEMBERS),
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
  const opened = openBody(input);
  if (!opened.ok) return opened;
  const { body, gateway, metadata } = opened.value;
  const invalid = checkRequest(body);
  if (invalid !== undefined) return fail(invalid);
  const tools = body['tools'] as readonly JsonObject[] | undefined;
  return succeed({
    operation: 'responses',
    format: FORMAT,
    model: (body['model'] as string | undefined) ?? '',
    messages: decodeInput(body['instructions'], body['input']),
    ...(tools !== undefined && { tools: decodeTools(tools) }),
    ...(body['tool_choice'] !== undefined && { toolChoice: decodeToolChoice(body['tool_choice']) }),
    ...readPlain(body),
    ...decodeText(body['text']),
    ...decodeReasoning(body['reasoning']),
    stream: body['stream'] === true,
    streamUsage: true,
    ...(metadata !== undefined && { metadata }),
    extra: readExtra(body),
    gateway,
  });
}

function readPlain(body: JsonObject): Partial<CanonicalRequest> {
  const members: Record<string, JsonValue> = {};
  for (const [name, member] of Object.entries(PLAIN_MEMBERS)) {
    const value = body[name];
    if (value !== undefined && value !== null)
      members[member] = isExactNumber(value) ? (readDouble(value) ?? value) : value;
  }
  return members;
}

/** `text.format`; what else stands in `text` (`verbosity`) is kept. */
function decodeText(text: JsonValue | undefined): { readonly responseFormat?: ResponseFormat } {
  const format = isJsonObject(text) ? text['format'] : undefined;
  if (!isJsonObject(format)) return {};
  const source = ownSource(format);
  const { type, name, schema, strict, description } = format;
  if (type === 'text' || type === 'json_object') return { responseFormat: { type, source } };
  if (type !== 'json_schema') return {};
  return {
    responseFormat: {
      type,
      name: typeof name === 'string' ? name : 'response',
      schema: isJsonObject(schema) ? schema : {},
      ...(typeof strict === 'boolean' && { strict }),
      ...(typeof description === 'string' && { description }),
      source,
    },
  };
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
