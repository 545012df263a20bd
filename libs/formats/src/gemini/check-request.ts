import { isExactNumber, isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import { GatewayError } from '@tollgate/canonical';
import { boolean, type Check, integer, number, object, string, TOKENS_MAX } from '../check-members.js';
import { readMember } from './read-member.js';

/** Answers at once: the provider takes 8 (`candidateCount`), other dialects' `n` goes further. */
const CANDIDATES_MAX = 128;

const objects: Check = {
  holds: (value) => isJsonObject(value) || (Array.isArray(value) && value.every(isJsonObject)),
  expected: 'an array of objects',
};

const REQUEST_CHECKS: Readonly<Record<string, Check>> = {
  contents: objects,
  systemInstruction: object,
  tools: objects,
  toolConfig: object,
  generationConfig: object,
  cachedContent: string,
  serviceTier: string,
  metadata: object,
};

const GENERATION_CHECKS: Readonly<Record<string, Check>> = {
  candidateCount: integer(1, CANDIDATES_MAX),
  maxOutputTokens: integer(1, TOKENS_MAX),
  stopSequences: {
    holds: (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
    expected: 'an array of strings',
  },
  temperature: number,
  topP: number,
  topK: number,
  seed: {
    holds: (value) => isExactNumber(value) || (typeof value === 'number' && Number.isInteger(value)),
    expected: 'an integer',
  },
  presencePenalty: number,
  frequencyPenalty: number,
  responseLogprobs: boolean,
  logprobs: integer(0, 1000),
  responseMimeType: string,
  thinkingConfig: object,
};

const ROLES = new Set(['user', 'model', 'function']);

/**
 * What is wrong with the members that the gateway reads, names in one spelling: the first missing one, else the first of a wrong form.
 * Everything else is the provider's to judge.
 */
export function checkRequest(body: JsonObject, config: JsonObject): GatewayError | undefined {
  if (body['contents'] === undefined) {
    return new GatewayError('missing_parameter', {
      message: "generateContent: Missing required parameter: 'contents'.",
      param: 'contents',
    });
  }
  return (
    checkMembers(body, REQUEST_CHECKS, '') ??
    checkMembers(config, GENERATION_CHECKS, 'generationConfig.') ??
    checkThinking(config['thinkingConfig']) ??
    checkContents(body['contents'])
  );
}

/** A 400 that names the member and what it must be. */
export function invalidMember(param: string, expected: string): GatewayError {
  return new GatewayError('invalid_request', { message: `Invalid value at '${param}': expected ${expected}.`, param });
}

/** The first member, in the table's order, that is not what it must be: each is named with its path. */
function checkMembers(
  members: JsonObject,
  checks: Readonly<Record<string, Check>>,
  path: string,
): GatewayError | undefined {
  for (const [name, { holds, expected }] of Object.entries(checks)) {
    const value = members[name];
    if (value !== undefined && value !== null && !holds(value)) return invalidMember(`${path}${name}`, expected);
  }
  return undefined;
}

function checkThinking(config: JsonValue | undefined): GatewayError | undefined {
  const budget = isJsonObject(config) ? readMember(config, 'thinkingBudget') : undefined;
  const { holds, expected } = integer(-1, TOKENS_MAX);
  if (budget === undefined || holds(budget)) return undefined;
  return invalidMember('generationConfig.thinkingConfig.thinkingBudget', expected);
}

function checkContents(contents: JsonValue): GatewayError | undefined {
  const turns = isJsonObject(contents) ? [contents] : (contents as readonly JsonObject[]);
  for (const [index, { role, parts }] of turns.entries()) {
    if (role !== undefined && role !== null && !(typeof role === 'string' && ROLES.has(role)))
      return invalidMember(`contents[${index}].role`, "'user' or 'model'");
    if (parts !== undefined && parts !== null && !objects.holds(parts))
      return invalidMember(`contents[${index}].parts`, 'an array of parts');
  }
  return undefined;
}
