import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { GatewayError } from '@tollgate/canonical';
import {
  boolean,
  type Check,
  checkMembers,
  integer,
  invalidMember,
  number,
  object,
  objects,
  string,
  TOKENS_MAX,
} from '../check-members.js';

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
    max_output_tokens: integer(1, TOKENS_MAX),
    max_tool_calls: integer(0, TOKENS_MAX),
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
  return checkMembers(body, CHECKS) ?? checkItems(body['input']);
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
