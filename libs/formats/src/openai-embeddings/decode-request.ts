import { fail, succeed, type JsonObject, type JsonValue, type Outcome } from '@tollgate/kernel';
import { type CanonicalRequest, type EmbeddingsInput, GatewayError } from '@tollgate/canonical';
import type { ClientInput } from '../format.js';
import { type Check, checkMembers, integer, invalidMember, string, TOKENS_MAX } from '../check-members.js';
import { openBody } from '../openai-chat/open-body.js';

const CHECKS: ReadonlyMap<string, Check> = new Map(
  Object.entries<Check>({
    model: string,
    dimensions: integer(1, TOKENS_MAX),
    encoding_format: { holds: (value) => value === 'float' || value === 'base64', expected: "'float' or 'base64'" },
    user: string,
  }),
);
const PLACED: ReadonlySet<string> = new Set([...CHECKS.keys(), 'input', 'metadata']);

/**
 * An embeddings request to the canonical form: a text, token ids, or a list of texts or of token ids. Unknown members are kept. A request without model
 * passes: authorization knows what to say of it.
 */
export function decodeRequest(client: ClientInput): Outcome<CanonicalRequest, GatewayError> {
  const opened = openBody(client);
  if (!opened.ok) return opened;
  const { body, gateway, metadata } = opened.value;
  const invalid = checkMembers(body, CHECKS);
  if (invalid !== undefined) return fail(invalid);
  const inputs = readInputs(body['input']);
  if (!inputs.ok) return inputs;
  const { model, user } = body as { readonly model?: string; readonly user?: string };
  return succeed({
    operation: 'embeddings',
    format: 'openai-embeddings',
    model: model ?? '',
    messages: [],
    input: { operation: 'embeddings', ...inputs.value, ...readForm(body) },
    ...(user !== undefined && { user }),
    ...(metadata !== undefined && { metadata }),
    stream: false,
    streamUsage: false,
    extra: Object.fromEntries(Object.entries(body).filter(([name]) => !PLACED.has(name))),
    gateway,
  });
}

function readForm(body: JsonObject): Pick<EmbeddingsInput, 'dimensions' | 'encodingFormat'> {
  const { dimensions, encoding_format: encodingFormat } = body as {
    readonly dimensions?: number;
    readonly encoding_format?: 'float' | 'base64';
  };
  return { ...(dimensions !== undefined && { dimensions }), ...(encodingFormat !== undefined && { encodingFormat }) };
}

function readInputs(value: JsonValue | undefined): Outcome<Pick<EmbeddingsInput, 'inputs' | 'single'>, GatewayError> {
  if (value === undefined || value === null) {
    const message = "/embeddings: Missing required parameter: 'input'.";
    return fail(new GatewayError('missing_parameter', { message, param: 'input' }));
  }
  if (typeof value === 'string') return succeed({ inputs: [value], single: true });
  if (isTokens(value)) return succeed({ inputs: [value], single: true });
  if (isList(value)) return succeed({ inputs: value, single: false });
  return fail(invalidMember('input', 'a text, an array of texts, an array of token ids, or an array of such arrays'));
}

/** Texts or arrays of token ids; OpenAI takes no mixture of them, and no provider's answer to one is known. */
function isList(value: JsonValue): value is EmbeddingsInput['inputs'] & readonly JsonValue[] {
  if (!Array.isArray(value) || value.length === 0) return false;
  return value.every((item) => typeof item === 'string') || (value as readonly JsonValue[]).every(isTokens);
}

/** Ids of tokens, at least one. */
function isTokens(value: JsonValue): value is readonly number[] {
  return Array.isArray(value) && value.length > 0 && value.every(isTokenId);
}

function isTokenId(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
