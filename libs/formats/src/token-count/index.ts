export { anthropicCountTokensClient } from './anthropic-client.js';
export { anthropicCountTokensUpstream } from './anthropic-upstream.js';
export { boundCount } from './bound-count.js';
