export { openaiEmbeddingsClient } from './client.js';
export { openaiEmbeddings } from './upstream.js';
export type { EmbeddingsQuirks } from './quirks.js';
