export { type BuiltRequest, type ProviderAdapter, type ProviderOperation } from './adapter.js';
export { anthropic } from './anthropic/index.js';
export { answerAsTold } from './mock/answer-as-told.js';
export { selectOperation } from './select-operation.js';
export { listingOf } from './model-listing.js';
export { PROVIDERS } from './registry.js';
export { supportedParameters } from './tables/supported-parameters.js';
