export { type WorkerParts } from './worker-parts.js';
export { startWorker, type RunningWorker } from './start-worker.js';
