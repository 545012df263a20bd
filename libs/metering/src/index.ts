export { completeUsage, USAGE_TOKENS_MAX } from './complete-usage.js';
export { ATTEMPT_COST_NANO_MAX, type Cost, costOf } from './cost-of.js';
export { countByBytes, type TokenCounter } from './token-counter.js';
export { decodeTokens } from './decode-tokens.js';
export { loadTokenCounter } from './load-token-counter.js';
export { type BoundEstimate, estimateBound } from './estimate-bound.js';
export { priceOfBucket } from './price-of-bucket.js';
export { priceOfPicture } from './price-of-picture.js';
export { estimateWithoutUsage } from './estimate-without-usage.js';
