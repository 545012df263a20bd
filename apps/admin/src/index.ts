export { AdminModule, type AdminDependencies } from './admin.module.js';
export { configureAdmin, type AdminSurface } from './configure-admin.js';
export { addDataPlanePaths, type DataPlaneRoute } from './documentation/add-data-plane-paths.js';
