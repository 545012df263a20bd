export { openaiImageEditsClient, openaiImagesClient } from './client.js';
export { pictureTokens } from './picture-tokens.js';
export { openaiImageFormsUpstream, openaiImagesUpstream } from './upstream.js';
