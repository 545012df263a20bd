export { planRoute } from './plan/plan-route.js';
export { findFallbacks, type FoundFallback } from './plan/find-fallbacks.js';
export { planFallbacks } from './plan/plan-fallbacks.js';
export { preferDeployment } from './plan/prefer-deployment.js';
export { HealthTracker } from './health/health-tracker.port.js';
export { MemoryHealthTracker } from './health/memory-health-tracker.js';
export type { HealthView } from './plan/health-view.js';
