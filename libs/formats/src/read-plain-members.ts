import { isExactNumber, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { CanonicalRequest } from '@tollgate/canonical';
import { readDouble } from './read-double.js';

/**
 * Members of OpenAI's dialects that the canonical form keeps as they are, under their names there; the dialect's own check has seen their
 * types. One stop becomes a list of it.
 */
export function readPlainMembers(
  body: JsonObject,
  places: ReadonlyMap<string, keyof CanonicalRequest>,
): Partial<CanonicalRequest> {
  const members: Record<string, JsonValue> = {};
  for (const name in body) {
    const value = body[name];
    const member = places.get(name);
    if (member !== undefined && value !== undefined) members[member] = readMember(member, value);
  }
  return members;
}

/** A seed is 64 bits at some providers: it alone keeps more digits than a double holds. */
function readMember(member: keyof CanonicalRequest, value: JsonValue): JsonValue {
  if (member === 'stop' && typeof value === 'string') return [value];
  return member !== 'seed' && isExactNumber(value) ? (readDouble(value) ?? value) : value;
}
