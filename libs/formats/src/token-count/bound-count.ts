import { EMPTY_BOUND, type UsageBound } from '@tollgate/canonical';

/** Counting tokens uses none, whatever is counted. */
export function boundCount(): UsageBound {
  return { ...EMPTY_BOUND, needsWholeAnswer: true, cacheWrites: 'none', output: 'none', free: true };
}
