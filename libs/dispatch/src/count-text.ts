import { EMPTY_BOUND } from '@tollgate/canonical';
import type { TokenCounter } from '@tollgate/metering';

/** Tokens of what a model wrote: an answer has no template around it. */
export function countText(count: TokenCounter, text: string, model: string): number {
  if (text === '') return 0;
  return count({ ...EMPTY_BOUND, inputTexts: [text] }, model) - count(EMPTY_BOUND, model);
}
