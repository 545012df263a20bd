import type { JsonObject } from '@tollgate/kernel';

/** The members with changes, where null takes one out. */
export function mergeMembers(before: JsonObject, changes: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries({ ...before, ...changes }).filter(([, value]) => value !== null));
}
