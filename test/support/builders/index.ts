export { buildChatModel, buildConfig, buildModel } from './build-config.js';
export { buildTarget } from './build-target.js';
