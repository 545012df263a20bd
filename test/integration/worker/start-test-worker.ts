import { type RunningWorker, startWorker, type WorkerParts } from '@apps/worker';
import { langfuseSink } from '@tollgate/callbacks';
import { SystemClock, SystemIds } from '@tollgate/kernel';
import {
  ControlPlane,
  type Database,
  PgBudgetEventSource,
  PgBudgetWatch,
  KeyRotationRepository,
  PgDeadLetters,
  PgLedgerMaintenance,
  PgOutboxSource,
  PgRecordSource,
  SealedBox,
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
  const clock = new SystemClock();
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
    rotations: new KeyRotationRepository(
      database,
      new ControlPlane(database, clock, 'UTC'),
      clock,
      new SealedBox('salt of the tests', 'keys'),
      '24h',
    ),
    transport: new HttpTransport(),
    clock,
    ids: new SystemIds(),
    logger: createLogger('silent'),
    metrics: new Metrics(),
    lockMs: LOCK_MS,
    ...parts,
  });
}
