import type { JsonValue } from '@tollgate/kernel';
import type { FormatId, Source } from '@tollgate/canonical';

export const FORMAT: FormatId = 'gemini';

/** Marks a canonical value with what the client or provider wrote in this dialect, and with its text where that is relayed. */
export function ownSource(value: JsonValue, text?: string): Source {
  return text === undefined ? { format: FORMAT, value } : { format: FORMAT, value, text };
}

/**
 * What stands to be written again unchanged; undefined when the value came from another dialect or was changed. Null: what it came from
 * is written elsewhere already (one value of this dialect may be two canonical ones).
 */
export function readOwnSource(item: { readonly source?: Source }): JsonValue | undefined {
  return item.source?.format === FORMAT ? item.source.value : undefined;
}
