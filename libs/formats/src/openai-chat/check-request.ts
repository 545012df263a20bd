import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import { GatewayError } from '@tollgate/canonical';
import { readDouble } from '../read-double.js';

/** Largest token limit taken: what a 32-bit counter at a provider holds. */
export const TOKENS_MAX = 2_147_483_647;

/** What a member that the gateway reads must be. */
export interface Check {
  readonly holds: (value: JsonValue) => boolean;
  readonly expected: string;
}

export const integer = (min: number, max: number): Check => ({
  holds: (value) => typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max,
  expected: `an integer between ${min} and ${max}`,
});
export const number: Check = { holds: (value) => readDouble(value) !== undefined, expected: 'a number' };
export const boolean: Check = { holds: (value) => typeof value === 'boolean', expected: 'a boolean' };
export const string: Check = { holds: (value) => typeof value === 'string', expected: 'a string' };
export const object: Check = { holds: isJsonObject, expected: 'an object' };
const objects: Check = {
  holds: (value) => Array.isArray(value) && value.every(isJsonObject),
  expected: 'an array of objects',
};

export const strings: Check = {
  holds: (value) =>
    typeof value === 'string' || (Array.isArray(value) && value.every((item) => typeof item === 'string')),
  expected: 'a string or an array of strings',
};

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

/** The first member that is not what the table says it must be; a null counts as absent. */
export function checkMembers(body: JsonObject, checks: ReadonlyMap<string, Check>): GatewayError | undefined {
  for (const name in body) {
    const value = body[name];
    const check = checks.get(name);
    if (check === undefined || value === undefined || value === null || check.holds(value)) continue;
    return invalidMember(name, check.expected);
  }
  return undefined;
}

/** A 400 that names the member and what it must be. */
export function invalidMember(param: string, expected: string): GatewayError {
  return new GatewayError('invalid_request', { message: `Invalid value for '${param}': expected ${expected}.`, param });
}
