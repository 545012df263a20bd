import type { JsonObject, JsonValue } from '@tollgate/kernel';

export interface Merge {
  /** Columns to write, with their values. */
  readonly written: JsonObject;
  /** Columns that were changed here since, and stay. */
  readonly kept: readonly string[];
}

/**
 * What a later import writes of an object: columns that changed there and not here. `base` is what the last import took; a column that it
 * did not know counts as changed here where the two differ.
 */
export function mergeColumns(base: JsonObject, ours: JsonObject, theirs: JsonObject): Merge {
  const written: Record<string, JsonValue> = {};
  const kept: string[] = [];
  for (const [column, value] of Object.entries(theirs)) {
    const [before, here] = [base[column], ours[column]];
    if (value === undefined || isSame(here, value)) continue;
    if (isSame(before, here)) written[column] = value;
    else kept.push(column);
  }
  return { written, kept };
}

/** By value: PostgreSQL gives an object's members in an order of its own, the same for the same object. */
function isSame(one: JsonValue | undefined, other: JsonValue | undefined): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}
