import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import { GatewayError } from '@tollgate/canonical';
import { readDouble } from '../read-double.js';

interface Rule {
  readonly member: string;
  readonly holds: (value: JsonValue) => boolean;
  readonly expected: string;
}

const REQUIRED = ['messages', 'max_tokens'] as const;

const RULES: readonly Rule[] = [
  { member: 'model', holds: (value) => typeof value === 'string', expected: 'a string' },
  { member: 'max_tokens', holds: isPositiveInteger, expected: 'a positive integer' },
  { member: 'messages', holds: (value) => Array.isArray(value), expected: 'an array of messages' },
  { member: 'system', holds: isContent, expected: 'a string or an array of content blocks' },
  { member: 'stream', holds: (value) => typeof value === 'boolean', expected: 'true or false' },
  { member: 'temperature', holds: isDouble, expected: 'a number' },
  { member: 'top_p', holds: isDouble, expected: 'a number' },
  { member: 'top_k', holds: Number.isSafeInteger, expected: 'an integer' },
  { member: 'stop_sequences', holds: isStringArray, expected: 'an array of strings' },
  { member: 'metadata', holds: isJsonObject, expected: 'an object' },
  { member: 'service_tier', holds: (value) => typeof value === 'string', expected: 'a string' },
  {
    member: 'tools',
    holds: (value) => Array.isArray(value) && value.every(isJsonObject),
    expected: 'an array of tools',
  },
  { member: 'tool_choice', holds: isTyped, expected: 'an object with a type' },
  { member: 'thinking', holds: isTyped, expected: 'an object with a type' },
];

/**
 * What is wrong with the members that this gateway reads (`rest`: nulls and gateway members taken out): the first missing one in
 * LiteLLM's words (transcript `messages request errors`), else the first of a wrong form, named with what it should be.
 */
export function checkRequest(rest: JsonObject): GatewayError | undefined {
  const missing = REQUIRED.find((member) => rest[member] === undefined);
  if (missing !== undefined) {
    return new GatewayError('missing_parameter', {
      message: `anthropic_messages: Missing required parameter: '${missing}'.`,
      param: missing,
    });
  }
  const broken = RULES.find(({ member, holds }) => rest[member] !== undefined && !holds(rest[member]));
  if (broken !== undefined) return invalid(broken.member, broken.expected);
  return checkThinking(rest['thinking']) ?? checkMessages(rest['messages'] as readonly JsonValue[]);
}

function checkThinking(thinking: JsonValue | undefined): GatewayError | undefined {
  const budget = isJsonObject(thinking) ? thinking['budget_tokens'] : undefined;
  if (budget === undefined || budget === null || isPositiveInteger(budget)) return undefined;
  return invalid('thinking.budget_tokens', 'a positive integer');
}

function checkMessages(messages: readonly JsonValue[]): GatewayError | undefined {
  for (const [index, message] of messages.entries()) {
    if (!isJsonObject(message)) return invalid(`messages.${index}`, 'an object');
    const role = message['role'];
    if (role !== 'user' && role !== 'assistant' && role !== 'system') {
      return invalid(`messages.${index}.role`, "'user', 'assistant' or 'system'");
    }
    if (!isContent(message['content'])) {
      return invalid(`messages.${index}.content`, 'a string or an array of content blocks');
    }
  }
  return undefined;
}

function invalid(member: string, expected: string): GatewayError {
  return new GatewayError('invalid_request', { message: `${member}: should be ${expected}`, param: member });
}

function isContent(value: JsonValue | undefined): boolean {
  return typeof value === 'string' || (Array.isArray(value) && value.every(isTyped));
}

function isTyped(value: JsonValue): boolean {
  return isJsonObject(value) && typeof value['type'] === 'string';
}

function isDouble(value: JsonValue): boolean {
  return readDouble(value) !== undefined;
}

function isPositiveInteger(value: JsonValue): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}

function isStringArray(value: JsonValue): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
