import { fail, isJsonObject, succeed, type JsonObject, type JsonValue, type Outcome } from '@tollgate/kernel';
import type { CanonicalRequest, GatewayError } from '@tollgate/canonical';
import type { ClientInput } from '../format.js';
import { liftGatewayFields, withoutKeyFacts } from '../lift-gateway-fields.js';
import { liftExtraBody } from '../openai-chat/lift-extra-body.js';
import { readDouble } from '../read-double.js';
import { refuseClientDestinations } from '../refuse-client-destinations.js';
import { camelMembers } from './camel-members.js';
import { checkRequest } from './check-request.js';
import { decodeReasoning } from './convert-reasoning.js';
import { decodeResponseFormat, FORMAT_MEMBERS } from './convert-response-format.js';
import { decodeToolChoice, decodeTools } from './convert-tools.js';
import { decodeContents } from './decode-contents.js';
import { FORMAT } from './own-source.js';
import { readObject, readObjects, snakeName } from './read-member.js';

/** Members with a canonical place; every other one goes to `extra` as sent. The model is the path's to name. */
const PLACED = new Set([
  'model',
  'contents',
  'systemInstruction',
  'tools',
  'toolConfig',
  'generationConfig',
  'serviceTier',
  'metadata',
]);

/** Members of `generationConfig` that mean the same in the canonical form. */
const SETTINGS: ReadonlyMap<string, keyof CanonicalRequest> = new Map<string, keyof CanonicalRequest>([
  ['maxOutputTokens', 'maxOutputTokens'],
  ['candidateCount', 'choices'],
  ['stopSequences', 'stop'],
  ['temperature', 'temperature'],
  ['topP', 'topP'],
  ['topK', 'topK'],
  ['seed', 'seed'],
  ['presencePenalty', 'presencePenalty'],
  ['frequencyPenalty', 'frequencyPenalty'],
  ['responseLogprobs', 'logprobs'],
  ['logprobs', 'topLogprobs'],
]);

/** `POST …/models/{model}:generateContent`, or `:streamGenerateContent` where `stream`. Member names may be in either spelling. */
export function decodeRequest({ body, params }: ClientInput, stream: boolean): Outcome<CanonicalRequest, GatewayError> {
  const lifted = liftExtraBody(body);
  if (!lifted.ok) return lifted;
  const refusal =
    refuseClientDestinations(body) ?? (lifted.value === body ? undefined : refuseClientDestinations(lifted.value));
  if (refusal !== undefined) return fail(refusal);
  const { gateway, rest } = liftGatewayFields(lifted.value);
  const members = camelMembers(rest, '');
  if (!members.ok) return members;
  const { generationConfig } = members.value;
  const config = camelMembers(isJsonObject(generationConfig) ? generationConfig : {}, 'generationConfig.');
  if (!config.ok) return config;
  const invalid = checkRequest(members.value, config.value);
  if (invalid !== undefined) return fail(invalid);
  const { metadata, serviceTier } = members.value;
  const toolConfig = readObject(members.value, 'toolConfig');
  return succeed({
    operation: 'chat',
    format: FORMAT,
    model: params['model'] ?? '',
    messages: decodeContents(readObject(members.value, 'systemInstruction'), readObjects(members.value, 'contents')),
    ...decodeTools(members.value),
    ...decodeToolChoice(toolConfig),
    ...decodeSettings(config.value),
    ...(typeof serviceTier === 'string' && { serviceTier }),
    ...(isJsonObject(metadata) && { metadata: withoutKeyFacts(metadata) }),
    stream,
    streamUsage: true,
    extra: readExtra(members.value, config.value, toolConfig),
    gateway,
  });
}

/** checkRequest has seen their types. */
function decodeSettings(config: JsonObject): Partial<CanonicalRequest> {
  const members: Record<string, JsonValue> = {};
  for (const [name, member] of SETTINGS) {
    const value = config[name];
    if (value !== undefined) members[member] = member === 'seed' ? value : (readDouble(value) ?? value);
  }
  const responseFormat = decodeResponseFormat(config);
  const reasoning = decodeReasoning(config['thinkingConfig']);
  return {
    ...(members as Partial<CanonicalRequest>),
    ...(responseFormat !== undefined && { responseFormat }),
    ...(reasoning !== undefined && { reasoning }),
  };
}

/** What of `toolConfig` and `generationConfig` has no canonical place stays beneath those names. */
function readExtra(members: JsonObject, config: JsonObject, toolConfig: JsonObject | undefined): JsonObject {
  const hasFormat = decodeResponseFormat(config) !== undefined;
  const settings = omit(
    config,
    (name) => SETTINGS.has(name) || name === 'thinkingConfig' || (hasFormat && FORMAT_MEMBERS.has(name)),
  );
  const calling = ['functionCallingConfig', snakeName('functionCallingConfig')];
  const choosing = omit(toolConfig ?? {}, (name) => calling.includes(name));
  return {
    ...omit(members, (name) => PLACED.has(name)),
    ...(Object.keys(choosing).length > 0 && { toolConfig: choosing }),
    ...(Object.keys(settings).length > 0 && { generationConfig: settings }),
  };
}

function omit(object: JsonObject, gone: (name: string) => boolean): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name, value]) => !gone(name) && value !== undefined));
}
