import {
  type Deployment,
  deploymentsOf,
  GatewayError,
  isStoredCaller,
  type Principal,
  type Snapshot,
} from '@tollgate/canonical';
import type { JsonObject } from '@tollgate/kernel';
import type { HealthView } from '@tollgate/routing';
import type { DeploymentProbe, ProbeResult } from './deployment-probe.port.js';
import { describeDeployment, healthReport } from './health-report.js';

/** Each is a call that costs money. */
const PROBED_MAX = 32;

/** What `GET /health` names: a model group or a provider's model, or one deployment by its id. */
export interface ProbedNames {
  readonly model?: string | undefined;
  readonly modelId?: string | undefined;
}

/**
 * `GET /health?model=` and `?model_id=` in LiteLLM's form: the deployments that are named are asked, and what they say now is the answer.
 * It spends money, so it is for proxy admins. Throws 403 for others, 404 where nothing is named so, 400 where too much is.
 */
export async function probeHealth(
  names: ProbedNames,
  { caller, snapshot, view, probe }: ProbeContext,
): Promise<JsonObject> {
  if (!maySpend(caller)) throw refused();
  const named = deploymentsOf(snapshot).filter((deployment) => isNamed(deployment, names));
  if (named.length === 0) throw unknown(names);
  if (named.length > PROBED_MAX) throw tooMany(named.length);
  const results = await probe.probe(named, snapshot, caller);
  return healthReport(
    named.map((deployment, index) => {
      const result = results[index];
      const recent = view.get(deployment.id);
      return {
        healthy:
          result === undefined || result.kind === 'skipped' ? (recent?.healthy ?? true) : result.kind === 'answered',
        shown: { ...describeDeployment(deployment, true), ...shown(result, recent?.shown) },
      };
    }),
  );
}

export interface ProbeContext {
  readonly caller: Principal;
  readonly snapshot: Snapshot;
  readonly view: HealthView;
  readonly probe: DeploymentProbe;
}

function shown(result: ProbeResult | undefined, recent: JsonObject | undefined): JsonObject {
  if (result?.kind === 'answered') return {};
  if (result?.kind === 'failed') return { error: result.error };
  return { ...recent, ...(result !== undefined && { not_probed: result.reason }) };
}

function isNamed({ id, group, target }: Deployment, { model, modelId }: ProbedNames): boolean {
  if (modelId !== undefined && id !== modelId) return false;
  return model === undefined || group === model || target.litellmModel === model;
}

/** The master key, or a key whose user is a proxy admin: a viewer changes nothing, and spends nothing. */
function maySpend({ kind, role }: Principal): boolean {
  return kind === 'master' || (isStoredCaller({ kind }) && role === 'proxy_admin');
}

function refused(): GatewayError {
  const message =
    'Asking deployments costs money: use the master key, or a key of a user with the role proxy_admin. Without model and model_id nothing is asked.';
  return new GatewayError('admin_only', { message, param: 'None' });
}

function unknown({ model, modelId }: ProbedNames): GatewayError {
  const what = modelId === undefined ? `Model ${String(model)}` : `Model with ID ${modelId}`;
  return new GatewayError('not_found', { message: `${what} not found` });
}

function tooMany(count: number): GatewayError {
  const message = `${String(count)} deployments are named so, and at most ${String(PROBED_MAX)} are asked at a time: name one by model_id.`;
  return new GatewayError('bad_request', { message, param: 'model' });
}
