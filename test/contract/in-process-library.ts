import { CounterGate, authorize, Limiter, MemoryCounterStore } from '@tollgate/admission';
import {
  type GatewayError,
  type Principal,
  RECORD_VERSION,
  type Snapshot,
  type StartedRecord,
  type Usage,
} from '@tollgate/canonical';
import { compileSnapshot, PriceBook } from '@tollgate/catalog';
import { EnvironmentReader, loadSettings } from '@tollgate/config';
import { AttemptAccounts, CredentialSource, type Dispatched, Dispatcher } from '@tollgate/dispatch';
import type { ClientFormat } from '@tollgate/formats';
import { type JsonObject, type Outcome, succeed, SystemClock, SystemIds } from '@tollgate/kernel';
import { Journal } from '@tollgate/logging';
import { countByBytes, decodeTokens } from '@tollgate/metering';
import { PROVIDERS } from '@tollgate/providers';
import { MemoryHealthTracker, planRoute } from '@tollgate/routing';
import { createLogger } from '@tollgate/telemetry';
import { UpstreamClient } from '@tollgate/upstream';
import { FakeBalances, FakeLock, FakeProgress } from '../../libs/admission/src/limits/test-doubles.js';
import { ManualTicker } from '../support/time/index.js';

/** The libraries put together as a program would that only wants to call models: no server, no framework, no database and no queue. */
export class Library {
  readonly journal = new MemoryJournal();
  private readonly clock = new SystemClock();
  private readonly ids = new SystemIds();
  private readonly health = new MemoryHealthTracker(this.clock);
  private readonly upstream = new UpstreamClient();
  private readonly counters = new MemoryCounterStore(this.clock, new FakeBalances(), new FakeProgress());
  private readonly limiter = new Limiter(
    this.counters,
    new CounterGate(new FakeLock()),
    this.clock,
    new ManualTicker(),
  );
  private readonly accounts = new AttemptAccounts(this.limiter, countByBytes, this.clock);
  private readonly dispatcher = new Dispatcher({
    providers: new Map(PROVIDERS.map((provider) => [provider.id, provider])),
    accounts: this.accounts,
    journal: this.journal,
    upstream: this.upstream,
    credentials: new KeysAsSet(),
    clock: this.clock,
    logger: createLogger('silent'),
    tokens: { count: countByBytes, decode: decodeTokens },
    onOutcome: (...outcome) => this.health.recordOutcome(...outcome),
  });
  private readonly snapshot: Snapshot;

  /** `config`: path of a config.yaml. */
  constructor(config: string) {
    const { settings } = unwrap(
      loadSettings({
        options: { command: 'gateway', notes: [], config },
        environment: new EnvironmentReader({}),
        providers: PROVIDERS,
        builtInModels: [],
      }),
    );
    this.snapshot = unwrap(
      compileSnapshot({ settings, providers: PROVIDERS, book: new PriceBook(), clock: this.clock, version: 1 }),
    ).snapshot;
  }

  /** Decodes, authorizes, plans and dispatches one request in a client's dialect. Throws what a caller of the gateway would be answered. */
  async call(client: ClientFormat, body: JsonObject, principal: Principal): Promise<Dispatched> {
    const request = unwrap(client.decodeRequest({ body, params: {}, query: {} }));
    const grant = unwrap(authorize(principal, request, this.snapshot, '/v1/chat/completions'));
    const plan = unwrap(
      planRoute({
        model: grant.model,
        request,
        snapshot: this.snapshot,
        health: this.health.view(),
        random: () => this.ids.random(),
      }),
    );
    const requestId = this.ids.newId();
    const now = this.clock.now();
    const dispatched = await this.dispatcher.dispatch({
      requestId,
      callId: requestId,
      admittedAt: now,
      principal,
      request,
      grant,
      plan,
      snapshot: this.snapshot,
      context: { now, newId: () => this.ids.newId(), requestedModel: request.model, includeUsage: request.streamUsage },
      bodyBytes: JSON.stringify(body).length,
      signal: new AbortController().signal,
      started: (attempt, { deployment, target }, atStake, charged): StartedRecord => ({
        v: RECORD_VERSION,
        requestId,
        receivedAt: now,
        route: 'in process',
        operation: request.operation,
        format: request.format,
        callType: 'in process',
        stream: request.stream,
        keyId: principal.keyId,
        keyHash: principal.keyHash,
        tagIds: [],
        tags: [],
        modelRequested: request.model,
        windows: [],
        callId: requestId,
        sinks: [],
        attempt,
        startedAt: now,
        heldNano: String(atStake),
        chargedNano: String(charged),
        deploymentId: deployment.id,
        provider: target.provider,
        model: target.model,
        modelGroup: target.group,
      }),
    });
    if (!dispatched.ok) {
      this.accounts.abandon(requestId);
      throw dispatched.error.error;
    }
    return dispatched.value;
  }

  /** Draws up the account of an answer that was read to its end; what it cost, nano-dollars. */
  settle({ attempt, status, firstTokenAt }: Dispatched, usage: Usage): bigint | undefined {
    const closed = this.accounts.close(attempt, { usage, text: () => '', outcome: 'success', firstTokenAt, status });
    this.accounts.settle(closed);
    return closed.costNano;
  }

  async close(): Promise<void> {
    await this.limiter.close();
    await this.upstream.close();
  }
}

class MemoryJournal extends Journal {
  readonly lines: StartedRecord[] = [];
  override started(record: StartedRecord): Promise<void> {
    this.lines.push(record);
    return Promise.resolve();
  }
  override finished(): Promise<void> {
    return Promise.resolve();
  }
  override accepting(): boolean {
    return true;
  }
}

/** Signs with the deployment's own key. */
class KeysAsSet extends CredentialSource {
  override credentialOf({ credential }: Parameters<CredentialSource['credentialOf']>[0]) {
    return succeed(credential);
  }
}

function unwrap<T>(outcome: Outcome<T, GatewayError | readonly unknown[]>): T {
  if (outcome.ok) return outcome.value;
  throw outcome.error instanceof Error ? outcome.error : new Error(JSON.stringify(outcome.error));
}
