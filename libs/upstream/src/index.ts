export { UpstreamClient, type UpstreamAnswer, type SendOptions } from './upstream-client.js';
export { BodyReader, UpstreamBroken, type FlowControl } from './body-reader.js';
export { encodePath, UnsafePathError } from './encode-path.js';
export { HttpSender, type OutboundReply, type OutboundRequest } from './http-sender.js';
