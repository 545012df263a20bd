import { NestFactory } from '@nestjs/core';
import type { WorkerParts } from './worker-parts.js';
import { WorkerModule } from './worker.module.js';
import { WorkerService } from './worker.service.js';

export interface RunningWorker {
  /** Where its health is served; undefined where it is not. */
  readonly healthPort: number | undefined;
  /** Takes no more work, finishes what is in hand, and closes the queues. */
  close(): Promise<void>;
}

/**
 * Starts the worker; resolves when its queues are ready and the pump runs. Rejects when a store cannot be reached or the health
 * port is in use. The stores behind the ports stay the caller's to close.
 */
export async function startWorker(parts: WorkerParts): Promise<RunningWorker> {
  const context = await NestFactory.createApplicationContext(WorkerModule.register(parts), {
    logger: false,
    abortOnError: false,
  });
  return { healthPort: context.get(WorkerService).healthPort, close: () => context.close() };
}
