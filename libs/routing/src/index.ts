export { type PlanInput, planRoute } from './plan/plan-route.js';
export { type Strategy } from './plan/strategy.js';
export { type DeploymentHealth, type HealthView } from './plan/health-view.js';
export { HealthTracker } from './health/health-tracker.port.js';
export { MemoryHealthTracker } from './health/memory-health-tracker.js';
