import type { WorkerParts } from '@apps/worker';
import {
  type ControlPlane,
  type Database,
  PgBudgetEventSource,
  PgBudgetWatch,
  PgDeadLetters,
  PgLedgerMaintenance,
  PgOutboxSource,
  PgRecordSource,
} from '@tollgate/persistence';
import { HttpSinkTransport } from './http-sink-transport.js';
import type { CompositionInput } from './composition-input.js';
import { keyRotations } from './key-rotations.js';
import { sealsOf } from './seals.js';
import { sinksOf } from './sinks-of.js';

/** The worker's ports, bound to this process's database and sinks. `alone`: it serves its own health and metrics. */
export function workerParts(
  input: CompositionInput,
  stores: { readonly database: Database; readonly controlPlane: ControlPlane },
  alone: boolean,
): WorkerParts {
  const { database } = stores;
  const { settings, clock, ids, logger, metrics } = input;
  const { redisUrl, port, host, proxy } = settings.process;
  const { sinks, eventSinks } = sinksOf(settings);
  return {
    stores: { databaseUrl: input.databaseUrl, ...(redisUrl !== undefined && { redisUrl }) },
    sinks,
    eventSinks,
    budgetWatch: new PgBudgetWatch(
      database,
      { ...settings.gateway, sinks: eventSinks.map(({ name }) => name) },
      clock,
      ids,
      logger,
    ),
    budgetEvents: new PgBudgetEventSource(database),
    outbox: new PgOutboxSource(database),
    records: new PgRecordSource(database),
    deadLetters: new PgDeadLetters(database),
    maintenance: new PgLedgerMaintenance(database),
    rotations: keyRotations(input, stores, sealsOf(input).keys),
    transport: new HttpSinkTransport(proxy),
    clock,
    ids,
    logger,
    metrics,
    ...(alone && { health: { port, host } }),
  };
}
