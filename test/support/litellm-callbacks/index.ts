export { IntendedDifferences } from './intended-differences.js';
export { recordedSpan } from './recorded-spans.js';
