import { fail, succeed, type JsonObject, type JsonValue, type Outcome } from '@tollgate/kernel';
import type { GatewayError } from '@tollgate/canonical';
import { invalidMember } from './check-request.js';
import { camelName } from './request-members.js';

/**
 * The object with its known members once, under their names in JSON; null counts as absent. A member that stands there in both
 * spellings is refused: the gateway and the provider might each read another one.
 */
export function camelMembers(object: JsonObject, path: string): Outcome<JsonObject, GatewayError> {
  const members: Record<string, JsonValue> = {};
  for (const name in object) {
    const value = object[name];
    if (value === undefined || value === null || name === '__proto__') continue;
    const known = camelName(name);
    if (members[known] !== undefined) return fail(invalidMember(`${path}${known}`, `one spelling, not also '${name}'`));
    members[known] = value;
  }
  return succeed(members);
}
