export { openaiModerationsClient } from './client.js';
export { MODERATION_MODEL_DEFAULT } from './decode-request.js';
export { openaiModerationsUpstream } from './upstream.js';
