import type { UsageBound } from '@tollgate/canonical';
import type { TokenCounter } from '@tollgate/metering';

/** Tokens of what a model wrote: an answer has no template around it. */
export function countText(count: TokenCounter, text: string, model: string): number {
  if (text === '') return 0;
  return count({ ...EMPTY_BOUND, inputTexts: [text] }, model) - count(EMPTY_BOUND, model);
}

const EMPTY_BOUND: UsageBound = {
  inputTexts: [],
  messages: 0,
  tools: 0,
  images: 0,
  documents: 0,
  audio: 0,
  unbounded: [],
  choices: 1,
  needsWholeAnswer: false,
  reasoning: false,
};
