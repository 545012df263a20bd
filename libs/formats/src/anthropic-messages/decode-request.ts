import { fail, isJsonObject, succeed, type JsonObject, type JsonValue, type Outcome } from '@tollgate/kernel';
import type { CanonicalRequest, GatewayError } from '@tollgate/canonical';
import type { ClientInput } from '../format.js';
import { liftGatewayFields, withoutKeyFacts } from '../lift-gateway-fields.js';
import { liftExtraBody } from '../openai-chat/lift-extra-body.js';
import { readDouble } from '../read-double.js';
import { refuseClientDestinations } from '../refuse-client-destinations.js';
import { checkRequest } from './check-request.js';
import { decodeOutputConfig } from './convert-output-config.js';
import { decodeReasoning } from './convert-reasoning.js';
import { decodeToolChoice, decodeTools } from './convert-tools.js';
import { decodeMessages } from './decode-messages.js';
import { FORMAT } from './own-source.js';

/** Members with a canonical place; every other one goes to `extra` as sent. */
const KNOWN = new Set([
  'model',
  'messages',
  'system',
  'max_tokens',
  'metadata',
  'output_config',
  'output_format',
  'service_tier',
  'stop_sequences',
  'stream',
  'temperature',
  'thinking',
  'tool_choice',
  'tools',
  'top_k',
  'top_p',
]);

/** `POST /v1/messages`. An absent model is the empty name: which one is meant is for the resolver to say. */
export function decodeRequest({ body }: ClientInput): Outcome<CanonicalRequest, GatewayError> {
  const lifted = liftExtraBody(body);
  if (!lifted.ok) return lifted;
  const { gateway, rest } = liftGatewayFields(lifted.value);
  const refusal =
    refuseClientDestinations(body) ??
    (lifted.value === body ? undefined : refuseClientDestinations(lifted.value)) ??
    checkRequest(rest);
  if (refusal !== undefined) return fail(refusal);
  return succeed({
    operation: 'chat',
    format: FORMAT,
    model: (rest['model'] as string | undefined) ?? '',
    messages: decodeMessages(rest['system'], rest['messages'] as readonly JsonObject[]),
    ...decodeSettings(rest),
    stream: rest['stream'] === true,
    streamUsage: true,
    extra: { ...readExtra(rest), ...decodeOutputConfig(rest).remaining },
    gateway,
  });
}

/** The optional members; `checkRequest` has seen their types. */
function decodeSettings(rest: JsonObject): Partial<CanonicalRequest> {
  const metadata = rest['metadata'];
  const user = isJsonObject(metadata) ? metadata['user_id'] : undefined;
  const { responseFormat, effort } = decodeOutputConfig(rest);
  const reasoning = decodeReasoning(rest['thinking'], effort);
  return {
    ...decodeTools(rest['tools']),
    ...decodeToolChoice(rest['tool_choice']),
    ...member('maxOutputTokens', rest['max_tokens']),
    ...member('temperature', readDouble(rest['temperature'])),
    ...member('topP', readDouble(rest['top_p'])),
    ...member('topK', rest['top_k']),
    ...member('stop', rest['stop_sequences']),
    ...member('serviceTier', rest['service_tier']),
    ...(isJsonObject(metadata) && { metadata: withoutKeyFacts(metadata) }),
    ...(typeof user === 'string' && { user }),
    ...(responseFormat !== undefined && { responseFormat }),
    ...(reasoning !== undefined && { reasoning }),
  };
}

function member(name: keyof CanonicalRequest, value: JsonValue | undefined): Partial<CanonicalRequest> {
  return value === undefined ? {} : { [name]: value };
}

function readExtra(rest: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(rest).filter(([name]) => !KNOWN.has(name)));
}
