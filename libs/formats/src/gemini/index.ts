export { geminiArrayClient, geminiClient, geminiStreamClient } from './client.js';
export { geminiUpstream } from './upstream.js';
