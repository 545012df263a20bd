import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { GatewayError } from '@tollgate/canonical';
import { invalidMember } from '../openai-chat/check-request.js';
import { readDouble } from '../read-double.js';

/** Largest token limit taken: what a 32-bit counter at a provider holds. */
const TOKENS_MAX = 2_147_483_647;

interface Check {
  readonly holds: (value: JsonValue) => boolean;
  readonly expected: string;
}

const integer = (min: number): Check => ({
  holds: (value) => typeof value === 'number' && Number.isInteger(value) && value >= min && value <= TOKENS_MAX,
  expected: `an integer between ${min} and ${TOKENS_MAX}`,
});
const number: Check = { holds: (value) => readDouble(value) !== undefined, expected: 'a number' };
const boolean: Check = { holds: (value) => typeof value === 'boolean', expected: 'a boolean' };
const string: Check = { holds: (value) => typeof value === 'string', expected: 'a string' };
const object: Check = { holds: isJsonObject, expected: 'an object' };
const objects: Check = {
  holds: (value) => Array.isArray(value) && value.every(isJsonObject),
  expected: 'an array of objects',
};

/** Members that the gateway reads, with what they must be. Everything else is the provider's to judge. */
const CHECKS: ReadonlyMap<string, Check> = new Map(
  Object.entries<Check>({
    model: string,
    input: {
      holds: (value) => typeof value === 'string' || objects.holds(value),
      expected: 'a string or an array of input items',
    },
    instructions: string,
    tools: objects,
    tool_choice: {
      holds: (value) => typeof value === 'string' || isJsonObject(value),
      expected: 'a string or an object',
    },
    parallel_tool_calls: boolean,
    max_output_tokens: integer(1),
    max_tool_calls: integer(0),
    temperature: number,
    top_p: number,
    text: object,
    reasoning: object,
    service_tier: string,
    store: boolean,
    background: boolean,
    user: string,
    stream: boolean,
    stream_options: object,
    metadata: object,
    previous_response_id: string,
    conversation: {
      holds: (value) => typeof value === 'string' || isJsonObject(value),
      expected: 'a string or an object',
    },
    prompt: object,
    include: {
      holds: (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
      expected: 'an array of strings',
    },
  }),
);

/** The first member of the body that is not what it must be, as a refusal that names it; undefined when all are. */
export function checkRequest(body: JsonObject): GatewayError | undefined {
  for (const name in body) {
    const value = body[name];
    const check = CHECKS.get(name);
    if (check === undefined || value === undefined || value === null || check.holds(value)) continue;
    return invalidMember(name, check.expected);
  }
  return checkItems(body['input']);
}

const ROLES = ['user', 'assistant', 'system', 'developer'];

/** A message's role decides who says it, so that one must be known. */
function checkItems(input: JsonValue | undefined): GatewayError | undefined {
  if (!Array.isArray(input)) return undefined;
  for (const [index, item] of (input as readonly JsonObject[]).entries()) {
    const isMessage = (item['type'] ?? 'message') === 'message';
    if (!isMessage) continue;
    if (!ROLES.includes(item['role'] as string))
      return invalidMember(`input[${index}].role`, `one of ${ROLES.join(', ')}`);
    const { content } = item;
    if (typeof content !== 'string' && !objects.holds(content ?? null))
      return invalidMember(`input[${index}].content`, 'a string or an array of content parts');
  }
  return undefined;
}
