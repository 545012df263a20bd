export { UpstreamClient, type UpstreamAnswer } from './upstream-client.js';
export { BodyReader, UpstreamBroken } from './body-reader.js';
export { encodePath, UnsafePathError } from './encode-path.js';
export type { ProxySettings } from './proxy/choose-proxy.js';
export { refuseDestination } from './addresses/refuse-destination.js';
export { HttpSender } from './http-sender.js';
