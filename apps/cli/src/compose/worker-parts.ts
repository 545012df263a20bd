import type { WorkerParts } from '@apps/worker';
import { type EventSink, langfuseSink, type Sink, slackSink, webhookSink } from '@tollgate/callbacks';
import type { Settings } from '@tollgate/config';
import {
  type Database,
  PgBudgetEventSource,
  PgBudgetWatch,
  PgDeadLetters,
  PgLedgerMaintenance,
  PgOutboxSource,
  PgRecordSource,
  StartError,
} from '@tollgate/persistence';
import { HttpSinkTransport } from './http-sink-transport.js';
import type { CompositionInput } from './composition-input.js';
import { keyRotations } from './key-rotations.js';
import { sealsOf } from './seals.js';

/** The worker's ports, bound to this process's database and sinks. `alone`: it serves its own health and metrics. */
export function workerParts(input: CompositionInput, database: Database, alone: boolean): WorkerParts {
  const { settings, clock, ids, logger, metrics } = input;
  const { redisUrl, port, host, proxy } = settings.process;
  const eventSinks = eventSinksOf(settings);
  return {
    stores: { databaseUrl: input.databaseUrl, ...(redisUrl !== undefined && { redisUrl }) },
    sinks: sinksOf(settings),
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
    rotations: keyRotations(input, database, sealsOf(input).keys),
    transport: new HttpSinkTransport(proxy),
    clock,
    ids,
    logger,
    metrics,
    ...(alone && { health: { port, host } }),
  };
}

/** The sinks that the configuration names, with their credentials: settings that lack these are refused. */
function sinksOf({ sinks, langfuse }: Settings): readonly Sink[] {
  return [...new Set(sinks.map((sink) => sink.sink))].map((name) => {
    if (name !== 'langfuse') throw new StartError(`the callback '${name}' is not served`);
    const { publicKey = '', secretKey = '' } = langfuse;
    return langfuseSink({ ...langfuse, publicKey, secretKey });
  });
}

function eventSinksOf({ alerts }: Settings): readonly EventSink[] {
  return alerts.map(({ kind, name, url }) => (kind === 'slack' ? slackSink(name, url) : webhookSink(name, url)));
}
