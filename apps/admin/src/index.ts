export { AdminModule, type AdminDependencies } from './admin.module.js';
export { configureAdmin } from './configure-admin.js';
export { SupportedParameters } from './models/supported-parameters.port.js';
export { ChatMeter } from './costs/chat-meter.port.js';
export { authorOf } from './access/author.js';
