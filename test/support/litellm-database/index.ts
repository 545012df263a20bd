export { LiteLlmDatabase, tokenOf } from './litellm-database.js';
export { SECRETS, seedLiteLlm } from './seed-litellm.js';
export { SALT_KEY, sealLiteLlm } from './seal-litellm.js';
