export { createLogger, type Logger } from './logger.js';
export { maskHeaders, maskMembers, maskQuery, maskSecrets } from './mask-secrets.js';
export { Metrics } from './metrics.js';
