export { createLogger, type Logger } from './logger.js';
export { maskHeaders, maskMembers, maskQuery } from './mask-log.js';
export { Metrics } from './metrics.js';
