import type { ContentPart } from '@tollgate/canonical';

/** Tells a model that a tool failed where its dialect has no member for it; counted by every bound, whether it is written or not. */
export const FAILED_RESULT = 'Error: ';

/** A failed tool's result for a dialect that has no word for it: the model reads it before the text. */
export function tellFailure(content: readonly ContentPart[]): readonly ContentPart[] {
  const [first, ...others] = content;
  if (first?.type === 'text') return [{ type: 'text', text: `${FAILED_RESULT}${first.text}` }, ...others];
  return [{ type: 'text', text: FAILED_RESULT.trimEnd() }, ...content];
}
