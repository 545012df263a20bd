import type { JsonObject } from '@tollgate/kernel';

/** Members of a request that no list knows: each counts as unbounded, since nobody knows what it costs. */
export function unboundedMembers(extra: JsonObject, known: ReadonlySet<string>): readonly string[] {
  return Object.entries(extra).flatMap(([name, value]) =>
    value === undefined || value === null || known.has(name) ? [] : [`${name}: not a known parameter`],
  );
}
