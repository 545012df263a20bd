export { openaiCompletionsClient } from './client.js';
export { openaiCompletionsUpstream } from './upstream.js';
