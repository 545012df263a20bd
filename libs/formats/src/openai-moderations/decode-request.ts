import { fail, isJsonObject, succeed, type JsonValue, type Outcome } from '@tollgate/kernel';
import { type CanonicalRequest, GatewayError } from '@tollgate/canonical';
import type { ClientInput } from '../format.js';
import { type Check, checkMembers, string } from '../check-members.js';
import { openBody } from '../openai-chat/open-body.js';

/** The model that OpenAI takes where a request names none (API reference, moderations). */
export const MODERATION_MODEL_DEFAULT = 'omni-moderation-latest';

const CHECKS: ReadonlyMap<string, Check> = new Map(
  Object.entries<Check>({
    model: string,
    input: {
      holds: (value) =>
        typeof value === 'string' ||
        (Array.isArray(value) && value.length > 0 && (value.every(isText) || value.every(isJsonObject))),
      expected: 'a text, an array of texts, or an array of objects with a type',
    },
  }),
);
const PLACED: ReadonlySet<string> = new Set([...CHECKS.keys(), 'metadata']);

/** A moderation request to the canonical form. The model may be left out: the pipeline knows which one is meant then. */
export function decodeRequest(client: ClientInput): Outcome<CanonicalRequest, GatewayError> {
  const opened = openBody(client, (body) => checkMembers(body, CHECKS));
  if (!opened.ok) return opened;
  const { body, gateway, metadata } = opened.value;
  const { input, model } = body as { readonly input?: JsonValue; readonly model?: string };
  if (input === undefined || input === null) {
    const message = "/moderations: Missing required parameter: 'input'.";
    return fail(new GatewayError('missing_parameter', { message, param: 'input' }));
  }
  return succeed({
    operation: 'moderation',
    format: 'openai-moderations',
    model: model ?? '',
    messages: [],
    input: { operation: 'moderation', input },
    ...(metadata !== undefined && { metadata }),
    stream: false,
    streamUsage: false,
    extra: Object.fromEntries(Object.entries(body).filter(([name]) => !PLACED.has(name))),
    gateway,
  });
}

function isText(value: JsonValue): boolean {
  return typeof value === 'string';
}
