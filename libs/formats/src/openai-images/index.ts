export { openaiImageEditsClient, openaiImagesClient } from './client.js';
export { openaiImagesUpstream } from './upstream.js';
