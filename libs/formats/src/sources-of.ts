import type { JsonValue } from '@tollgate/kernel';
import type { FormatId, Source } from '@tollgate/canonical';

/** How one dialect marks what was written in it and knows it again. */
interface Sources {
  /** The value as this dialect's client or provider wrote it, and the text that it was parsed from where that is relayed. */
  readonly ownSource: (value: JsonValue, text?: string) => Source;
  /** What stands to be written again unchanged; undefined when it came from another dialect or was changed. */
  readonly writtenHere: (item: { readonly source?: Source }) => JsonValue | undefined;
}

/** Sources of the dialect's own values. */
export function sourcesOf(format: FormatId): Sources {
  return {
    ownSource: (value, text) => (text === undefined ? { format, value } : { format, value, text }),
    writtenHere: ({ source }) => (source?.format === format ? source.value : undefined),
  };
}
