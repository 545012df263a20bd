export { IntendedDifferences } from './intended-differences.js';
export { LITELLM_CALLS } from './litellm-calls.js';
export { recordedSpan } from './recorded-spans.js';
