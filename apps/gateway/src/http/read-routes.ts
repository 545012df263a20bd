import { authorizeRoute, findGroupDenial, findModelDenial } from '@tollgate/admission';
import { GatewayError, internalError, type Principal, type Snapshot } from '@tollgate/canonical';
import { findListedModel, type ListedModel, listModels, type ModelsAt, renderModel } from '@tollgate/catalog';
import { openaiChatClient } from '@tollgate/formats';
import type { JsonObject, JsonValue } from '@tollgate/kernel';
import type { PipelineParts } from '../pipeline/pipeline-parts.js';
import { sendPlainError } from '../pipeline/send-error.js';
import type { DeploymentProbe } from './deployment-probe.port.js';
import type { Drain } from './drain.js';
import type { Exchange } from './exchange.js';
import { reportHealth } from './health-report.js';
import type { Ingress, PresentedCredential } from './ingress.js';
import { maySeeAllTenants } from './may-see-all-tenants.js';
import { probeHealth } from './probe-health.js';
import type { RouteTarget } from './route-table.js';

type ReadKind = Exclude<RouteTarget['kind'], 'surface' | 'object'>;

interface ReadAnswer {
  readonly status: number;
  readonly type: 'application/json' | 'text/plain; version=0.0.4; charset=utf-8';
  readonly body: string;
}

/** What readiness says of the stores, and whether the process takes new traffic. */
export interface Readiness {
  readonly stopping: () => boolean;
  readonly drain: Drain;
  /** Resolves to false when the database does not answer. */
  readonly databaseAnswers: () => Promise<boolean>;
  /** Of this product. */
  readonly version: string;
}

/**
 * Routes that read what is in memory: models, health, metrics. Each authenticates by its row of the table; metrics are for
 * those who may see every tenant.
 */
export class ReadRoutes {
  private checking: Promise<boolean> | undefined;

  constructor(
    private readonly parts: PipelineParts,
    private readonly readiness: Readiness,
    private readonly probe: DeploymentProbe,
  ) {}

  /** Never throws. */
  async serve(kind: ReadKind, ingress: Ingress, credential: PresentedCredential, exchange: Exchange): Promise<void> {
    try {
      const principal = await this.admit(ingress, credential);
      const answer = await this.answer(kind, ingress, principal);
      exchange.send(answer.status, { 'content-type': answer.type }, answer.body);
    } catch (fault) {
      const error = fault instanceof GatewayError ? fault : internalError(fault);
      if (error.code === 'internal_error')
        this.parts.logger.error({ callId: ingress.callId, err: error.detail }, error.message);
      this.parts.metrics.refusedAtTheEdge(ingress.route.path, error.status, error.code);
      sendPlainError(openaiChatClient, error, exchange);
    }
  }

  /** The caller; undefined on a public row, and for who has the token of a drain. */
  private async admit(ingress: Ingress, credential: PresentedCredential): Promise<Principal | undefined> {
    const { access } = ingress.route;
    if (
      access === 'public' ||
      access === 'drain' ||
      (access === 'metrics' && this.parts.snapshots.current().settings.metricsPublic)
    )
      return undefined;
    if (!credential.ok) throw credential.error;
    const authenticated = await this.parts.authenticator.authenticate(credential.value);
    if (!authenticated.ok) throw authenticated.error;
    const refusal = authorizeRoute(authenticated.value, ingress.path);
    if (refusal !== undefined) throw refusal;
    if (access === 'metrics' && !maySeeAllTenants(authenticated.value)) throw metricsRefused();
    return authenticated.value;
  }

  private async answer(kind: ReadKind, ingress: Ingress, principal: Principal | undefined): Promise<ReadAnswer> {
    switch (kind) {
      case 'root':
        return { status: 200, type: 'application/json', body: '' };
      case 'liveness':
        return this.turnsAway() ? json(503, 'draining') : json(200, "I'm alive!");
      case 'readiness':
        return json(...(await this.ready()));
      case 'readiness-details':
        return this.readyDetails();
      case 'backlog':
        return json(200, { in_flight_requests: this.parts.liveRequests.size });
      case 'drain':
        return json(200, await this.readiness.drain.run(headerOf(ingress, 'x-drain-token')));
      case 'metrics':
        return { status: 200, type: 'text/plain; version=0.0.4; charset=utf-8', body: await this.parts.metrics.text() };
      case 'health':
        return json(200, await this.health(known(principal), ingress.query));
      case 'list-models':
        return json(200, await this.models(known(principal), ingress.query));
      case 'get-model':
        return this.model(ingress.params['model'] ?? '', known(principal));
    }
  }

  private turnsAway(): boolean {
    return this.readiness.stopping() || this.readiness.drain.started;
  }

  private async health(caller: Principal, query: Ingress['query']): Promise<JsonObject> {
    const [snapshot, view] = [this.parts.snapshots.current(), this.parts.health.view()];
    const { model, model_id: modelId } = query;
    if (model === undefined && modelId === undefined) return reportHealth(caller, snapshot, view);
    return probeHealth({ model, modelId }, { caller, snapshot, view, probe: this.probe });
  }

  private async ready(): Promise<readonly [status: number, body: { readonly status: string; readonly db: string }]> {
    if (this.turnsAway()) return [503, { status: 'draining', db: 'connected' }];
    // anybody may ask: one question to the database at a time, however many do
    this.checking ??= this.readiness.databaseAnswers().finally(() => (this.checking = undefined));
    return (await this.checking)
      ? [200, { status: 'healthy', db: 'connected' }]
      : [503, { status: 'unhealthy', db: 'disconnected' }];
  }

  /** LiteLLM's members that mean something here; answers are never cached. */
  private async readyDetails(): Promise<ReadAnswer> {
    const [status, body] = await this.ready();
    const { sinks } = this.parts.snapshots.current();
    return json(status, {
      ...body,
      cache: null,
      tollgate_version: this.readiness.version,
      success_callbacks: sinks.filter(({ success }) => success).map(({ sink }) => sink),
      failure_callbacks: sinks.filter(({ failure }) => failure).map(({ sink }) => sink),
    });
  }

  private async models(principal: Principal, query: Ingress['query']): Promise<JsonValue> {
    const snapshot = this.parts.snapshots.current();
    const onlyGroups = isAsked(query['only_model_access_groups']);
    const groups = onlyGroups || isAsked(query['include_model_access_groups']) ? accessGroups(snapshot, principal) : [];
    const mayUse = (name: string): boolean => findModelDenial(principal, snapshot, name) === undefined;
    const models = onlyGroups ? [] : listModels(snapshot, principal, mayUse, await this.modelsAt(snapshot));
    return { data: [...models, ...groups].map((model) => renderModel(model, 'openai')), object: 'list' };
  }

  /** What stands behind wildcards: the providers' own lists where they are asked for and to be had, else what the price book knows. */
  private async modelsAt(snapshot: Snapshot): Promise<ModelsAt> {
    const open = [...snapshot.wildcards.flatMap(({ deployments }) => deployments), ...snapshot.defaultDeployments];
    const asked = snapshot.settings.checkProviderEndpoint ? open : [];
    const lists = new Map<string, readonly string[] | undefined>();
    await Promise.all(
      asked.map(async (deployment) => lists.set(deployment.id, await this.parts.liveModels.listFor(deployment))),
    );
    return ({ id, provider }) => lists.get(id) ?? snapshot.knownModels(provider);
  }

  private model(name: string, principal: Principal): ReadAnswer {
    const snapshot = this.parts.snapshots.current();
    const mayUse = (asked: string): boolean => findModelDenial(principal, snapshot, asked) === undefined;
    const found = findListedModel(snapshot, name, principal, mayUse);
    // LiteLLM's form of this one refusal (recording "models list")
    return found === undefined
      ? json(404, { detail: `The model \`${name}\` does not exist or is not accessible` })
      : json(200, renderModel(found, found.provider));
  }
}

/** Names that the caller may put on lists of models in the place of models. */
function accessGroups(snapshot: Snapshot, principal: Principal): readonly ListedModel[] {
  const names = new Set([...(snapshot.accessGroups?.values() ?? [])].map(({ name }) => name));
  return [...names].flatMap((id) =>
    findGroupDenial(principal, snapshot, id) === undefined ? [{ id, provider: 'openai' }] : [],
  );
}

function headerOf({ headers }: Ingress, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
}

/** A flag of the query in the forms that LiteLLM's clients send. */
function isAsked(flag: string | undefined): boolean {
  return /^(true|1|yes|on)$/i.test(flag ?? '');
}

function known(principal: Principal | undefined): Principal {
  if (principal === undefined)
    throw new GatewayError('internal_error', { message: 'Internal error.', detail: 'a route without its caller' });
  return principal;
}

/** Every tenant's keys, models and spend stand in there. */
function metricsRefused(): GatewayError {
  const message =
    'Metrics show every tenant: use the master key, or a key of a user with the role proxy_admin or proxy_admin_viewer.';
  return new GatewayError('admin_only', { message, param: 'None' });
}

function json(status: number, value: JsonValue): ReadAnswer {
  return { status, type: 'application/json', body: JSON.stringify(value) };
}
