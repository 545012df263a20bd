import {
  DataPlane,
  type DeploymentProbe,
  Drain,
  ByteBudget,
  KeySpend,
  type PipelineParts,
  ReadRoutes,
} from '@apps/gateway';
import { AdmissionInstants, CounterGate, Limiter, MemoryCounterStore } from '@tollgate/admission';
import { type Authenticator, type EpochPoller, type KeyCache, LabelCache, LiveRequests } from '@tollgate/auth';
import { deploymentsOf, type ScopeName, type Snapshot } from '@tollgate/canonical';
import type { SnapshotHolder } from '@tollgate/catalog';
import { EntraIssuer, FreshCredentials, readTokenFile, sendWhole } from '@tollgate/credentials';
import {
  AttemptAccounts,
  BackgroundSettler,
  BridgedResponses,
  Dispatcher,
  LiveModels,
  ObjectCalls,
  OwnedObjects,
} from '@tollgate/dispatch';
import type { Clock, IdSource, Ticker } from '@tollgate/kernel';
import { BatchSender, FileJournal, recoverJournals, Shipper } from '@tollgate/logging';
import { decodeTokens, loadTokenCounter } from '@tollgate/metering';
import {
  type Database,
  PgBackgroundAnswerStore,
  PgBalanceSource,
  PgBridgedResponseStore,
  PgCounterLock,
  PgLabelStore,
  PgLedgerWriter,
  PgProviderObjectStore,
  type SealedBox,
} from '@tollgate/persistence';
import { PROVIDERS } from '@tollgate/providers';
import { MemoryHealthTracker } from '@tollgate/routing';
import type { Logger, Metrics } from '@tollgate/telemetry';
import { type ProxySettings, UpstreamClient } from '@tollgate/upstream';
import { VERSION } from '../version.js';
import { JournalProgress } from './journal-progress.js';
import { LedgerChanges } from './ledger-changes.js';

export interface DataPlaneInput {
  readonly database: Database;
  readonly snapshots: SnapshotHolder;
  readonly authenticator: Authenticator;
  readonly keyCache: KeyCache;
  readonly epochs: EpochPoller;
  readonly journalFolder: string;
  readonly journalFsync: boolean;
  /** Encrypts what callers said where it is kept. */
  readonly conversationSeal: SealedBox;
  readonly proxy: ProxySettings;
  readonly adminServed: boolean;
  /** How long requests in flight have to end at a drain. */
  readonly gracefulShutdownMs: number;
  readonly drainToken: string | undefined;
  readonly probe: DeploymentProbe;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly ticker: Ticker;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

export interface RunningDataPlane {
  readonly front: DataPlane;
  /** No new requests; those in flight go on. */
  stopAccepting(): void;
  /** Waits for requests in flight, at most `deadlineMs`. False when some were left. */
  finishRequests(deadlineMs: number): Promise<boolean>;
  /** Empties the journal and gives everything back. */
  close(): Promise<void>;
}

/** Prompts and answers are kept for callbacks that are away; longer serves nobody. */
const TEXT_RETENTION_DAYS = 30;
/** Answers that are made in the background are asked for when they are due. */
const SETTLE_EVERY_MS = 1_000;
const SHIP_DEADLINE_MS = 15_000;
const IN_FLIGHT_POLL_MS = 20;

/**
 * Builds the data plane in the order that money needs: the lock, then what earlier processes left in their journals, and only then
 * counters and requests.
 */
export async function composeDataPlane(input: DataPlaneInput): Promise<RunningDataPlane> {
  const { database, clock, logger } = input;
  const lock = new PgCounterLock(database, input.ticker, logger);
  await lock.start();
  const ledger = await openLedger(input);
  const counters = new MemoryCounterStore(clock, new PgBalanceSource(database), ledger.progress);
  const limiter = new Limiter(counters, new CounterGate(lock), clock, input.ticker);
  const labels = new LabelCache(new PgLabelStore(database), input.epochs, clock);
  input.epochs.listen(labels);
  const liveRequests = new LiveRequests(
    input.keyCache,
    clock,
    () => true,
    labels,
    () => input.snapshots.current(),
  );
  input.epochs.listen(liveRequests);
  input.epochs.listen(new LedgerChanges(counters));
  const upstream = new UpstreamClient(input.proxy);
  const countTokens = await loadTokenCounter(modelsOf(input.snapshots.current()));
  const accounts = new AttemptAccounts(limiter, countTokens, clock, (...counted) =>
    input.metrics.inputCounted(...counted),
  );
  const parts = pipelineParts(input, {
    journal: ledger.journal,
    limiter,
    liveRequests,
    labels,
    upstream,
    accounts,
    counters,
    tokens: { count: countTokens, decode: decodeTokens },
  });
  const stopSettling = input.ticker.every(SETTLE_EVERY_MS, () => void parts.backgroundSettler.run());
  watch(input.metrics, { shipper: ledger.shipper, limiter, counters, parts });
  let stopping = false;
  const gate = { stopping: () => stopping, adminServed: input.adminServed };
  const drain = new Drain({
    token: input.drainToken,
    finish: () => finishRequests(liveRequests, clock, input.gracefulShutdownMs),
    inFlight: () => liveRequests.size,
  });
  const reads = new ReadRoutes(
    parts,
    { ...gate, drain, version: VERSION, databaseAnswers: () => answers(database) },
    input.probe,
  );
  return {
    front: new DataPlane(parts, reads, gate),
    stopAccepting: () => {
      stopping = true;
      limiter.stopWaiting();
    },
    finishRequests: (deadlineMs) => finishRequests(liveRequests, clock, deadlineMs),
    close: async () => {
      stopSettling();
      await parts.backgroundSettler.close();
      await limiter.close();
      await ledger.close();
      await upstream.close();
      await lock.stop();
    },
  };
}

/** As deployments name them to their providers. */
function modelsOf(snapshot: Snapshot): readonly string[] {
  return deploymentsOf(snapshot).map(({ target }) => target.model);
}

interface Ledger {
  readonly journal: FileJournal;
  readonly shipper: Shipper;
  readonly progress: JournalProgress;
  /** Ships what is left, and gives up the journal's folder when nothing is. */
  close(): Promise<void>;
}

/** First what earlier processes left behind, then a journal of this one. */
async function openLedger(input: DataPlaneInput): Promise<Ledger> {
  const { database, clock, ids, logger, journalFolder, journalFsync } = input;
  const sender = new BatchSender(new PgLedgerWriter(database, { textRetentionDays: TEXT_RETENTION_DAYS }), logger);
  const setAside = 'Journal lines set aside that the ledger refuses';
  input.metrics.counter('tollgate_ledger_set_aside_total', setAside, () => sender.linesSetAside);
  await recoverJournals(journalFolder, sender, clock, logger);
  const shipper = new Shipper(sender, clock, logger);
  const progress = new JournalProgress(shipper);
  const options = { folder: journalFolder, instanceId: ids.newId(), fsync: journalFsync };
  const journal = new FileJournal(options, progress.feed, clock, logger);
  const close = async (): Promise<void> => {
    await journal.close();
    const empty = await shipper.drain(SHIP_DEADLINE_MS);
    progress.stop();
    if (empty) journal.removeFolder();
  };
  return { journal, shipper, progress, close };
}

function pipelineParts(
  { database, snapshots, authenticator, conversationSeal, clock, ids, logger, metrics }: DataPlaneInput,
  {
    upstream,
    counters,
    tokens,
    ...built
  }: Pick<PipelineParts, 'journal' | 'limiter' | 'liveRequests' | 'labels' | 'accounts'> & {
    readonly upstream: UpstreamClient;
    readonly counters: MemoryCounterStore;
    readonly tokens: ConstructorParameters<typeof Dispatcher>[0]['tokens'];
  },
): PipelineParts {
  const { journal, accounts } = built;
  const health = new MemoryHealthTracker(clock);
  const credentials = new FreshCredentials([new EntraIssuer(sendWhole(upstream), readTokenFile)], clock, logger);
  const providers = new Map(PROVIDERS.map((provider) => [provider.id, provider]));
  const onOutcome: MemoryHealthTracker['recordOutcome'] = (...outcome) => health.recordOutcome(...outcome);
  const objectCalls = new ObjectCalls({ providers, upstream, credentials, clock });
  const background = new PgBackgroundAnswerStore(database);
  const keySpend = new KeySpend();
  return {
    ...built,
    snapshots,
    authenticator,
    dispatcher: new Dispatcher({
      providers,
      accounts,
      journal,
      upstream,
      credentials,
      clock,
      logger,
      tokens,
      onOutcome,
    }),
    health,
    liveModels: new LiveModels({ providers, upstream, clock, logger }),
    objects: new OwnedObjects(new PgProviderObjectStore(database), clock),
    objectCalls,
    background,
    backgroundSettler: new BackgroundSettler({
      store: background,
      calls: objectCalls,
      ledger: new PgLedgerWriter(database, { textRetentionDays: TEXT_RETENTION_DAYS }),
      snapshot: () => snapshots.current(),
      clock,
      ids,
      logger,
      onCharged: ({ windows }) => {
        for (const { scope, id } of windows) counters.reseed({ scope: scope as ScopeName, id });
      },
      onSettled: (record, deployment) => {
        if (record.costNano !== null) keySpend.addLater(record.keyId, BigInt(record.costNano));
        metrics.observe(record, { group: record.modelGroup, deployment });
      },
    }),
    bridged: new BridgedResponses(new PgBridgedResponseStore(database, conversationSeal), clock),
    keySpend,
    byteBudget: new ByteBudget(snapshots.current().settings.bufferedBytesMax),
    admissionInstants: new AdmissionInstants(clock),
    metrics,
    logger,
    clock,
    ids,
  };
}

function answers(database: Database): Promise<boolean> {
  return database.check().then(
    () => true,
    () => false,
  );
}

function watch(
  metrics: Metrics,
  {
    shipper,
    limiter,
    counters,
    parts,
  }: { shipper: Shipper; limiter: Limiter; counters: MemoryCounterStore; parts: PipelineParts },
): void {
  metrics.gauge(
    'tollgate_journal_backlog_lines',
    'Journal lines that the ledger has not yet',
    () => shipper.backlog().lines,
  );
  metrics.gauge('tollgate_journal_backlog_bytes', 'Bytes of those journal lines', () => shipper.backlog().bytes);
  metrics.gauge(
    'tollgate_journal_backlog_age_seconds',
    'Age of the oldest of those journal lines, seconds',
    () => shipper.backlog().oldestAgeMs / 1000,
  );
  metrics.counter(
    'tollgate_disbelieved_usage_total',
    'Answers whose reported usage no answer can have',
    () => parts.accounts.reportsDisbelieved,
  );
  metrics.gauge('tollgate_budget_waiters', 'Requests that wait for money held by others', () => limiter.waiting);
  metrics.gauge('tollgate_counters', 'Counters in memory', () => counters.size);
  metrics.gauge('tollgate_buffered_body_bytes', 'Request bodies in memory, bytes', () => parts.byteBudget.usedBytes);
}

async function finishRequests(live: LiveRequests, clock: Clock, deadlineMs: number): Promise<boolean> {
  const until = clock.monotonicMs() + deadlineMs;
  while (live.size > 0) {
    if (clock.monotonicMs() >= until) return false;
    await new Promise((resolve) => setTimeout(resolve, IN_FLIGHT_POLL_MS));
  }
  return true;
}
