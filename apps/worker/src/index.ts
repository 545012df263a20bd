export { WorkerModule } from './worker.module.js';
export { WorkerService } from './worker.service.js';
export { type WorkerParts } from './worker-parts.js';
export { startWorker, type RunningWorker } from './start-worker.js';
