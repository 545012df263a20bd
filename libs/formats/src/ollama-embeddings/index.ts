export { ollamaEmbeddingsUpstream } from './upstream.js';
