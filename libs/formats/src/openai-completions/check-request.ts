import type { JsonObject, JsonValue } from '@tollgate/kernel';
import { GatewayError } from '@tollgate/canonical';
import {
  boolean,
  type Check,
  checkMembers,
  integer,
  number,
  object,
  string,
  strings,
  TOKENS_MAX,
} from '../check-members.js';

/** Prompts of one request: each is answered `n` times. OpenAI's own limit (2,048 inputs of its other list endpoints). */
const PROMPTS_MAX = 2048;
const CHOICES_MAX = 128;

/** Members that the gateway reads, with what they must be. Everything else is the provider's to judge. */
const CHECKS: ReadonlyMap<string, Check> = new Map(
  Object.entries<Check>({
    model: string,
    prompt: {
      holds: isPrompt,
      expected: 'a string, an array of strings, an array of token ids, or an array of arrays of token ids',
    },
    suffix: string,
    max_tokens: integer(0, TOKENS_MAX),
    n: integer(1, CHOICES_MAX),
    best_of: integer(1, CHOICES_MAX),
    echo: boolean,
    logprobs: integer(0, 1000),
    temperature: number,
    top_p: number,
    top_k: integer(-1, TOKENS_MAX),
    frequency_penalty: number,
    presence_penalty: number,
    seed: number,
    stop: strings,
    service_tier: string,
    user: string,
    stream: boolean,
    stream_options: object,
    metadata: object,
  }),
);

/** The first member of the body that is not what it must be, as a refusal that names it; undefined when all are. */
export function checkRequest(body: JsonObject): GatewayError | undefined {
  if (body['prompt'] === undefined || body['prompt'] === null) {
    return new GatewayError('missing_parameter', {
      message: "/completions: Missing required parameter: 'prompt'.",
      param: 'prompt',
    });
  }
  return checkMembers(body, CHECKS);
}

/** The ids of a prompt's tokens. */
export function isTokens(value: JsonValue | undefined): value is readonly number[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => Number.isInteger(item) && Number(item) >= 0);
}

function isPrompt(value: JsonValue): boolean {
  if (typeof value === 'string' || isTokens(value)) return true;
  if (!Array.isArray(value) || value.length === 0 || value.length > PROMPTS_MAX) return false;
  const prompts = value as readonly JsonValue[];
  return prompts.every((item) => typeof item === 'string') || prompts.every(isTokens);
}
