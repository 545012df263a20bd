import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import { GatewayError } from '@tollgate/canonical';
import { readDouble } from './read-double.js';

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

export const objects: Check = {
  holds: (value) => Array.isArray(value) && value.every(isJsonObject),
  expected: 'an array of objects',
};

export const strings: Check = {
  holds: (value) =>
    typeof value === 'string' || (Array.isArray(value) && value.every((item) => typeof item === 'string')),
  expected: 'a string or an array of strings',
};

/** The first member, in the body's order, that is not what the table says it must be; a null counts as absent. */
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
