export { type BuiltRequest, type OutputLimit, type ProviderAdapter, type ProviderOperation } from './adapter.js';
