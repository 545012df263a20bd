import { isJsonObject, type JsonObject } from '@tollgate/kernel';
import { GatewayError } from '@tollgate/canonical';
import {
  boolean,
  type Check,
  checkMembers,
  integer,
  number,
  object,
  objects,
  string,
  strings,
  TOKENS_MAX,
} from '../check-members.js';

/** Members that the gateway reads, with what they must be. Everything else is the provider's to judge. */
const CHECKS: ReadonlyMap<string, Check> = new Map(
  Object.entries<Check>({
    model: string,
    messages: objects,
    tools: objects,
    functions: objects,
    tool_choice: {
      holds: (value) => typeof value === 'string' || isJsonObject(value),
      expected: 'a string or an object',
    },
    parallel_tool_calls: boolean,
    max_tokens: integer(1, TOKENS_MAX),
    max_completion_tokens: integer(1, TOKENS_MAX),
    n: integer(1, 128),
    best_of: integer(1, 128),
    temperature: number,
    top_p: number,
    top_k: integer(-1, TOKENS_MAX),
    frequency_penalty: number,
    presence_penalty: number,
    seed: number,
    stop: strings,
    logprobs: boolean,
    top_logprobs: integer(0, 1000),
    response_format: object,
    reasoning_effort: { holds: (value) => typeof value === 'string' || isJsonObject(value), expected: 'a string' },
    service_tier: string,
    store: boolean,
    user: string,
    stream: boolean,
    stream_options: object,
    metadata: object,
  }),
);

/** Members that the gateway reads: each is written to a provider once, from what was read. */
export const GOVERNED_MEMBERS: readonly string[] = [...CHECKS.keys()];

/** The first member of the body that is not what it must be, as a refusal that names it; undefined when all are. */
export function checkRequest(body: JsonObject): GatewayError | undefined {
  if (body['messages'] === undefined || body['messages'] === null) {
    return new GatewayError('missing_parameter', {
      message: "/chat/completions: Missing required parameter: 'messages'.",
      param: 'messages',
    });
  }
  return checkMembers(body, CHECKS);
}
