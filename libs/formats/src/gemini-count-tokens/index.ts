export { geminiCountTokensClient } from './client.js';
export { geminiCountTokensUpstream } from './upstream.js';
