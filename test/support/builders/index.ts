export { buildConfig, buildModel } from './build-config.js';
