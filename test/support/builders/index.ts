export { buildChatModel, buildConfig, buildModel } from './build-config.js';
