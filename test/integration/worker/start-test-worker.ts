import { type RunningWorker, startWorker, type WorkerParts } from '@apps/worker';
import { langfuseSink } from '@tollgate/callbacks';
import { SystemClock, SystemIds } from '@tollgate/kernel';
import {
  type Database,
  PgBudgetEventSource,
  PgBudgetWatch,
  PgDeadLetters,
  PgLedgerMaintenance,
  PgOutboxSource,
  PgRecordSource,
} from '@tollgate/persistence';
import { createLogger, Metrics } from '@tollgate/telemetry';
import { HttpTransport } from './http-transport';

/** How fast a dead worker's job is given to another. */
const LOCK_MS = 1_000;

/** A worker on real stores that delivers to the Langfuse at `langfuseHost`. */
export function startTestWorker(
  database: Database,
  stores: WorkerParts['stores'],
  langfuseHost: string,
  parts: Partial<WorkerParts> = {},
): Promise<RunningWorker> {
  const settings = { host: langfuseHost, publicKey: 'pk-lf-1', secretKey: 'sk-lf-1', defaultTags: [] };
  const { eventSinks = [] } = parts;
  const told = { sinks: eventSinks.map(({ name }) => name) };
  return startWorker({
    stores,
    sinks: [langfuseSink(settings)],
    eventSinks,
    budgetWatch: new PgBudgetWatch(database, told, new SystemClock(), new SystemIds(), createLogger('silent')),
    budgetEvents: new PgBudgetEventSource(database),
    outbox: new PgOutboxSource(database),
    records: new PgRecordSource(database),
    deadLetters: new PgDeadLetters(database),
    maintenance: new PgLedgerMaintenance(database),
    transport: new HttpTransport(),
    clock: new SystemClock(),
    ids: new SystemIds(),
    logger: createLogger('silent'),
    metrics: new Metrics(),
    lockMs: LOCK_MS,
    ...parts,
  });
}
