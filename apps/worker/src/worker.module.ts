import { type DynamicModule, Module } from '@nestjs/common';
import {
  CALLBACK_DELIVERY,
  Delivery,
  eventDestination,
  LEDGER_MAINTENANCE,
  QUEUE_CONTRACTS,
  recordDestination,
} from '@tollgate/callbacks';
import { BudgetWatcher } from './budgets/budget-watcher.js';
import { DeliveryCounts } from './health/delivery-counts.js';
import { HealthServer } from './health/health-server.js';
import { OutboxPump } from './outbox/outbox-pump.js';
import { CallbackDeliveryProcessor } from './processors/callback-delivery.processor.js';
import { LedgerMaintenanceProcessor } from './processors/ledger-maintenance.processor.js';
import { checkProcessors } from './queues/check-processors.js';
import { JobQueue } from './queues/job-queue.js';
import { queueBackend, type QueueBackend } from './queues/queue-backend.js';
import { QueueWorker } from './queues/queue-worker.js';
import type { WorkerParts } from './worker-parts.js';
import { WorkerService, type WorkerQueues } from './worker.service.js';

const READY_MS_MAX = 15_000;

/** The worker as a Nest module: `NestFactory.createApplicationContext(WorkerModule.register(parts))`. */
@Module({})
export class WorkerModule {
  /** Throws when a queue has no processor or two. */
  static register(parts: WorkerParts): DynamicModule {
    return {
      module: WorkerModule,
      providers: [{ provide: WorkerService, useFactory: () => buildService(parts) }],
      exports: [WorkerService],
    };
  }
}

function buildService(parts: WorkerParts): WorkerService {
  const counts = new DeliveryCounts();
  counts.register(parts.metrics);
  const queues = buildQueues(parts, counts);
  const loops = [
    new BudgetWatcher(parts.budgetWatch, parts.logger),
    new OutboxPump(parts.outbox, queues.deliveries, parts.logger),
  ];
  const { health } = parts;
  const server = new HealthServer(() => service.isReady, parts.metrics);
  const service: WorkerService = new WorkerService(
    queues,
    loops,
    parts.readyMsMax ?? READY_MS_MAX,
    health === undefined ? undefined : { server, ...health },
  );
  return service;
}

function buildQueues(parts: WorkerParts, counts: DeliveryCounts): WorkerQueues {
  const backend = queueBackend(parts.stores);
  const destinations = [
    ...parts.sinks.map((sink) => recordDestination(sink, parts.records)),
    ...parts.eventSinks.map((sink) => eventDestination(sink, parts.budgetEvents)),
  ];
  const delivery = new Delivery(destinations, parts.transport, parts.clock);
  const deliveries = new CallbackDeliveryProcessor(delivery, parts.deadLetters, counts, parts.logger);
  const maintenance = new LedgerMaintenanceProcessor(parts.maintenance, parts.rotations, parts.clock);
  checkProcessors(QUEUE_CONTRACTS, [deliveries, maintenance]);
  const workerParts = workerPartsOf(parts, backend);
  return {
    deliveries: new JobQueue(CALLBACK_DELIVERY, backend, parts.logger),
    maintenance: new JobQueue(LEDGER_MAINTENANCE, backend, parts.logger),
    workers: [new QueueWorker(deliveries, workerParts), new QueueWorker(maintenance, workerParts)],
  };
}

function workerPartsOf({ clock, ids, logger, lockMs }: WorkerParts, backend: QueueBackend) {
  return { backend, clock, ids, logger, ...(lockMs === undefined ? {} : { lockMs }) };
}
