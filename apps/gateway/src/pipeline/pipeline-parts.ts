import type { Clock, IdSource } from '@tollgate/kernel';
import type { AdmissionInstants, Limiter } from '@tollgate/admission';
import type { Authenticator, LabelCache, LiveRequests } from '@tollgate/auth';
import type { SnapshotHolder } from '@tollgate/catalog';
import type {
  AttemptAccounts,
  BackgroundAnswerStore,
  BackgroundSettler,
  BridgedResponses,
  Dispatcher,
  LiveModels,
  ObjectCalls,
  OwnedObjects,
} from '@tollgate/dispatch';
import type { Journal } from '@tollgate/logging';
import type { HealthTracker } from '@tollgate/routing';
import type { Logger, Metrics } from '@tollgate/telemetry';
import type { ByteBudget } from '../http/byte-budget.js';
import type { KeySpend } from './key-spend.js';

/** Everything the walk is made of; built once in the composition root. */
export interface PipelineParts {
  readonly snapshots: SnapshotHolder;
  readonly authenticator: Authenticator;
  readonly liveRequests: LiveRequests;
  readonly labels: LabelCache;
  readonly limiter: Limiter;
  readonly dispatcher: Dispatcher;
  readonly accounts: AttemptAccounts;
  readonly journal: Journal;
  readonly health: HealthTracker;
  readonly liveModels: LiveModels;
  readonly objects: OwnedObjects;
  readonly objectCalls: ObjectCalls;
  readonly bridged: BridgedResponses;
  readonly background: BackgroundAnswerStore;
  readonly backgroundSettler: BackgroundSettler;
  readonly keySpend: KeySpend;
  readonly byteBudget: ByteBudget;
  readonly admissionInstants: AdmissionInstants;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly ids: IdSource;
}
