export { DataPlane } from './http/data-plane.js';
export { DeploymentProbe, type ProbeResult } from './http/deployment-probe.port.js';
export type { EdgeOptions } from './http/edge-options.js';
export { GatewayExpressAdapter, type FrontHandler } from './http/gateway-express-adapter.js';
export { ReadRoutes } from './http/read-routes.js';
export { ADMIN_TARGETS, ROUTES } from './http/route-table.js';
export { ByteBudget } from './http/byte-budget.js';
export { KeySpend } from './pipeline/key-spend.js';
export type { PipelineParts } from './pipeline/pipeline-parts.js';
