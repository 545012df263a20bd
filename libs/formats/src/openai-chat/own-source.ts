import type { JsonValue } from '@tollgate/kernel';
import type { Source } from '@tollgate/canonical';

/** The value as this dialect's client or provider wrote it. */
export function ownSource(value: JsonValue): Source {
  return { format: 'openai-chat', value };
}

/** The value to write again, when it was written in this dialect. */
export function writtenHere(sourced: { readonly source?: Source }): JsonValue | undefined {
  return sourced.source?.format === 'openai-chat' ? sourced.source.value : undefined;
}
