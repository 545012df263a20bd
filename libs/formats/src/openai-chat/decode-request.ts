import { isJsonObject, succeed, type JsonObject, type JsonValue, type Outcome } from '@tollgate/kernel';
import type { CanonicalRequest, GatewayError, ReasoningRequest, ResponseFormat } from '@tollgate/canonical';
import type { ClientInput } from '../format.js';
import { PLAIN_PARAMETERS } from '../plain-parameters.js';
import { readPlainMembers } from '../read-plain-members.js';
import { checkRequest } from './check-request.js';
import { decodeMessages } from './convert-messages.js';
import { decodeToolChoice, decodeTools } from './convert-tools.js';
import { openBody } from './open-body.js';
import { ownSource } from './own-source.js';
import { readSchemaFormat } from './read-schema-format.js';
import { asksUsage, otherStreamOptions } from './stream-options.js';

const PLAIN: ReadonlyMap<string, keyof CanonicalRequest> = new Map(Object.entries(PLAIN_PARAMETERS));

/** Members that have a canonical place; all others go into `extra`. */
const PLACED: ReadonlySet<string> = new Set([
  ...PLAIN.keys(),
  'model',
  'messages',
  'tools',
  'tool_choice',
  'max_tokens',
  'max_completion_tokens',
  'reasoning_effort',
  'stream',
  'metadata',
]);

/**
 * A chat completion request to the canonical form. Unknown members are kept; what the gateway reads must be what it says it is
 * (400 that names the member). A request without model passes: authorization knows what to say of it.
 */
export function decodeRequest(input: ClientInput): Outcome<CanonicalRequest, GatewayError> {
  const opened = openBody(input, checkRequest);
  if (!opened.ok) return opened;
  const { body, gateway, metadata } = opened.value;
  const messages = decodeMessages(body['messages'] as readonly JsonObject[]);
  if (!messages.ok) return messages;

  const tools = body['tools'] as readonly JsonObject[] | undefined;
  return succeed({
    operation: 'chat',
    format: 'openai-chat',
    model: (body['model'] as string | undefined) ?? '',
    messages: messages.value,
    ...(tools !== undefined && { tools: decodeTools(tools) }),
    ...(body['tool_choice'] !== undefined && { toolChoice: decodeToolChoice(body['tool_choice']) }),
    ...decodeLimit(body),
    ...readPlainMembers(body, PLAIN),
    ...decodeResponseFormat(body['response_format']),
    ...decodeReasoning(body),
    stream: body['stream'] === true,
    streamUsage: asksUsage(body),
    ...(metadata !== undefined && { metadata }),
    extra: readExtra(body),
    gateway,
  });
}

/** Two limits at once: the smaller one binds, under the name that covers reasoning too. */
function decodeLimit(body: JsonObject): Pick<CanonicalRequest, 'maxOutputTokens' | 'maxOutputTokensField'> {
  const whole = body['max_completion_tokens'] as number | undefined;
  const older = body['max_tokens'] as number | undefined;
  if (whole !== undefined)
    return { maxOutputTokens: Math.min(whole, older ?? whole), maxOutputTokensField: 'max_completion_tokens' };
  return older === undefined ? {} : { maxOutputTokens: older, maxOutputTokensField: 'max_tokens' };
}

function decodeResponseFormat(value: JsonValue | undefined): { readonly responseFormat?: ResponseFormat } {
  if (!isJsonObject(value)) return {};
  const source = ownSource(value);
  const { type, json_schema: jsonSchema } = value;
  if (type === 'text' || type === 'json_object') return { responseFormat: { type, source } };
  if (type !== 'json_schema' || !isJsonObject(jsonSchema)) return {};
  return { responseFormat: readSchemaFormat(jsonSchema, source) };
}

/**
 * `reasoning_effort`, or what compatible hosts and LiteLLM take beside it: `thinking` (Anthropic's object) and `reasoning`
 * (OpenRouter's). Only the first is written from here; the others stay in `extra` as sent.
 */
function decodeReasoning(body: JsonObject): { readonly reasoning?: ReasoningRequest } {
  const { reasoning_effort: effort, thinking, reasoning } = body;
  const budget = isJsonObject(thinking)
    ? thinking['budget_tokens']
    : isJsonObject(reasoning)
      ? reasoning['max_tokens']
      : undefined;
  const budgetTokens =
    typeof budget === 'number' && Number.isInteger(budget) && budget > 0 ? { budgetTokens: budget } : {};
  if (effort !== undefined) {
    const word = isJsonObject(effort) ? effort['effort'] : effort;
    const named = typeof word === 'string' ? { effort: word } : {};
    return { reasoning: { enabled: word !== 'none', ...named, ...budgetTokens, source: ownSource(effort) } };
  }
  if (isJsonObject(thinking)) return { reasoning: { enabled: thinking['type'] !== 'disabled', ...budgetTokens } };
  if (!isJsonObject(reasoning)) return {};
  const word = reasoning['effort'];
  const enabled = reasoning['enabled'] !== false && word !== 'none';
  return { reasoning: { enabled, ...(typeof word === 'string' && { effort: word }), ...budgetTokens } };
}

function readExtra(body: JsonObject): JsonObject {
  const extra: Record<string, JsonValue | undefined> = {};
  for (const name in body) {
    if (PLACED.has(name)) continue;
    const value = body[name];
    if (name === 'stream_options') {
      const others = otherStreamOptions(value as JsonObject);
      if (others !== undefined) extra[name] = others;
    } else if (name !== 'response_format' || decodeResponseFormat(value).responseFormat === undefined) {
      extra[name] = value;
    }
  }
  return extra;
}
