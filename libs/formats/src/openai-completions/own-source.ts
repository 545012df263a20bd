import type { JsonValue } from '@tollgate/kernel';
import type { Source } from '@tollgate/canonical';

export const FORMAT = 'openai-completions';

/** The value as this dialect's client or provider wrote it, and the text that it was parsed from where that is relayed. */
export function ownSource(value: JsonValue, text?: string): Source {
  return text === undefined ? { format: FORMAT, value } : { format: FORMAT, value, text };
}

/** The value to write again, when it was written in this dialect. */
export function writtenHere(sourced: { readonly source?: Source }): JsonValue | undefined {
  return sourced.source?.format === FORMAT ? sourced.source.value : undefined;
}
