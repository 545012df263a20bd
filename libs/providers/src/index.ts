export { type BuiltRequest, type ProviderAdapter, type ProviderOperation } from './adapter.js';
export { anthropic } from './anthropic/index.js';
export { PROVIDERS } from './registry.js';
