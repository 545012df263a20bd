export { geminiEmbeddingsUpstream } from './upstream.js';
