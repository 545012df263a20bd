export { createLogger, type Logger } from './logger.js';
export { maskHeaders, maskQuery, maskSecrets } from './mask-secrets.js';
export { Metrics } from './metrics.js';
