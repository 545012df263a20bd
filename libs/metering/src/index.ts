export { completeUsage, foldUsage, mergeUsage } from './fold-usage.js';
export { type Cost, costOf } from './cost-of.js';
export { type TokenCounter, countByBytes } from './token-counter.js';
export { loadTokenCounter } from './load-token-counter.js';
export { type BoundEstimate, type BoundInput, estimateBound } from './estimate-bound.js';
export { type EstimatedCharge, type UnreportedAttempt, estimateWithoutUsage } from './estimate-without-usage.js';
