export { EntraIssuer } from './entra-issuer.js';
export { FreshCredentials } from './fresh-credentials.js';
export { sendWhole } from './send-whole.js';
export { readTokenFile } from './read-token-file.js';
