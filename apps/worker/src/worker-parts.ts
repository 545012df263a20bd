import type {
  BudgetEventSource,
  BudgetWatch,
  DeadLetters,
  EventSink,
  KeyRotations,
  LedgerMaintenance,
  OutboxSource,
  RecordSource,
  Sink,
  SinkTransport,
} from '@tollgate/callbacks';
import type { Clock, IdSource } from '@tollgate/kernel';
import type { Logger, Metrics } from '@tollgate/telemetry';

/** What the composition root hands to the worker: its ports, bound. */
export interface WorkerParts {
  readonly stores: { readonly databaseUrl: string; readonly redisUrl?: string };
  readonly sinks: readonly Sink[];
  /** Who is told of events of budgets. */
  readonly eventSinks: readonly EventSink[];
  readonly budgetWatch: BudgetWatch;
  readonly budgetEvents: BudgetEventSource;
  readonly outbox: OutboxSource;
  readonly records: RecordSource;
  readonly deadLetters: DeadLetters;
  readonly maintenance: LedgerMaintenance;
  readonly rotations: KeyRotations;
  readonly transport: SinkTransport;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Only when the worker runs alone. */
  readonly health?: { readonly port: number; readonly host: string };
  /** How long a job's lock outlives its worker, milliseconds; the contracts' own by default. */
  readonly lockMs?: number;
  /** How long the start waits for the queue's store, milliseconds; 15 seconds by default. */
  readonly readyMsMax?: number;
}
