export { findProviderIds } from './find-provider-ids.js';
export { NamedIds } from './named-ids.js';
export { REQUEST_PLACES } from './request-places.js';
