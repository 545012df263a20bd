import type { UsageBound } from '@tollgate/canonical';

/** Counting tokens uses none, whatever is counted. */
export function boundCount(): UsageBound {
  return {
    inputTexts: [],
    messages: 0,
    tools: 0,
    images: 0,
    documents: 0,
    audio: 0,
    unbounded: [],
    choices: 1,
    needsWholeAnswer: true,
    reasoning: false,
    cacheWrites: 'none',
    output: 'none',
    free: true,
  };
}
