import type { JsonValue } from '@tollgate/kernel';
import type { Source } from '@tollgate/canonical';

/** The value as this dialect's client or provider wrote it, and the text that it was parsed from where that is relayed. */
export function ownSource(value: JsonValue, text?: string): Source {
  return text === undefined ? { format: 'openai-chat', value } : { format: 'openai-chat', value, text };
}

/** The value to write again, when it was written in this dialect. */
export function writtenHere(sourced: { readonly source?: Source }): JsonValue | undefined {
  return sourced.source?.format === 'openai-chat' ? sourced.source.value : undefined;
}
