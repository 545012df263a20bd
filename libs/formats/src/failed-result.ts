/** Tells a model that a tool failed where its dialect has no member for it; counted by every bound, whether it is written or not. */
export const FAILED_RESULT = 'Error: ';
