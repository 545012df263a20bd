import {
  type CanonicalRequest,
  type Deployment,
  GatewayError,
  type ResolvedModel,
  RESPONSES_PREFIX,
  type RoutePlan,
  type RouteStep,
  type Snapshot,
  substituteModel,
  type Target,
  type Timeouts,
} from '@tollgate/canonical';
import { fail, type Outcome, succeed } from '@tollgate/kernel';
import type { HealthView } from './health-view.js';
import { RETRY_CLASSES } from './retry-classes.js';
import { retryDelayMs } from './retry-delay.js';
import { simpleShuffle } from './simple-shuffle.js';
import type { Strategy } from './strategy.js';

export interface PlanInput {
  readonly model: ResolvedModel;
  /** What the client asks of the gateway; clamped to what the operator allows. */
  readonly request: Pick<CanonicalRequest, 'gateway'>;
  readonly snapshot: Pick<Snapshot, 'router' | 'priceOf'>;
  readonly health: HealthView;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** How one of the candidates is chosen: `simple-shuffle` unless said otherwise. */
  readonly strategy?: Strategy;
}

/**
 * The attempts that may be made: one, and as many retries as are allowed. Each retry chooses anew, another deployment where there is
 * one (then at once), else the same one after a backoff.
 */
export function planRoute(input: PlanInput): Outcome<RoutePlan, GatewayError> {
  const { model, health, random, strategy = simpleShuffle } = input;
  const served = model.deployments.filter((deployment) => deployment.served);
  if (served.length === 0) return fail(refusal(model));
  const [head, ...tail] = served.filter((deployment) => health.get(deployment.id)?.coolingDown !== true);
  if (head === undefined) return fail(noneHealthy(model));
  const candidates: Candidates = [head, ...tail];
  const first = strategy(candidates, random);
  const chosen = [first];
  for (let retry = 0; retry < retriesOf(input, first); retry += 1)
    chosen.push(strategy(preferOthers(candidates, chosen), random));
  const steps = chosen.map((deployment, index) => stepOf(input, deployment, chosen[index - 1], index));
  return succeed({ steps, deadlineMs: timeoutsOf(input, first).totalMs });
}

type Candidates = readonly [Deployment, ...Deployment[]];

/** Those not tried yet, else all but the last tried, else the only one. */
function preferOthers(candidates: Candidates, tried: readonly Deployment[]): Candidates {
  const last = tried.at(-1);
  const [fresh, ...moreFresh] = candidates.filter((candidate) => !tried.includes(candidate));
  if (fresh !== undefined) return [fresh, ...moreFresh];
  const [other, ...moreOthers] = candidates.filter((candidate) => candidate !== last);
  return other === undefined ? candidates : [other, ...moreOthers];
}

/** The client's wish, at most what the operator set for the deployment or the router. */
function retriesOf({ request, snapshot }: PlanInput, first: Deployment): number {
  const allowed = first.numRetries ?? snapshot.router.numRetries;
  return Math.min(request.gateway.numRetries ?? allowed, allowed);
}

function stepOf(input: PlanInput, deployment: Deployment, before: Deployment | undefined, index: number): RouteStep {
  const waits = before === deployment;
  return {
    model: input.model,
    deployment,
    target: targetOf(input, deployment),
    delayMs: waits ? retryDelayMs(index - 1, input.snapshot.router.retryAfterMs, input.random) : 0,
    afterFailures: index === 0 ? [] : RETRY_CLASSES,
    timeouts: timeoutsOf(input, deployment),
  };
}

/** The deployment's target with the concrete model and what is known of its output. */
function targetOf({ model, snapshot }: PlanInput, deployment: Deployment): Target {
  const named = substituteModel(deployment, model);
  const { name, ...operation } = openName(deployment.target, named);
  const { maxOutputTokens } = snapshot.priceOf(deployment, name).facts;
  const last = targets.get(deployment);
  if (last !== undefined && isSame(last, { model: name, maxOutputTokens, ...operation })) return last;
  const target: Target = {
    ...deployment.target,
    model: name,
    litellmModel: nameWithPrefix(deployment.target, named),
    ...operation,
    ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
  };
  targets.set(deployment, target);
  return target;
}

/** A client's name at a wildcard may say that the model is asked over the Responses API, as an operator's may. */
function openName(
  { servesResponses, upstreamOperation }: Target,
  name: string,
): { readonly name: string } & Pick<Target, 'upstreamOperation'> {
  const prefixed = servesResponses === true && name.startsWith(RESPONSES_PREFIX);
  const wished = upstreamOperation ?? (prefixed ? 'responses' : undefined);
  return {
    name: prefixed ? name.slice(RESPONSES_PREFIX.length) : name,
    ...(wished !== undefined && { upstreamOperation: wished }),
  };
}

function isSame(
  last: Target,
  next: { readonly model: string; readonly maxOutputTokens: number | undefined } & Pick<Target, 'upstreamOperation'>,
): boolean {
  return (
    last.model === next.model &&
    last.maxOutputTokens === next.maxOutputTokens &&
    last.upstreamOperation === next.upstreamOperation
  );
}

/** The target made last: but for wildcards it is always the same. */
const targets = new WeakMap<Deployment, Target>();

/** LiteLLM's name of what is really called: a wildcard's own is a pattern. */
function nameWithPrefix({ model, litellmModel }: Target, name: string): string {
  return litellmModel.endsWith(model) ? litellmModel.slice(0, litellmModel.length - model.length) + name : litellmModel;
}

function timeoutsOf({ request, snapshot }: PlanInput, deployment: Deployment): Timeouts {
  const { timeoutSeconds } = request.gateway;
  const timeouts = ownTimeouts(snapshot.router, deployment);
  if (timeoutSeconds === undefined) return timeouts;
  return { ...timeouts, totalMs: Math.min(Math.round(timeoutSeconds * 1000), timeouts.totalMs) };
}

function ownTimeouts(router: Snapshot['router'], deployment: Deployment): Timeouts {
  const known = merged.get(deployment);
  if (known?.router === router) return known.timeouts;
  const timeouts = { ...router.timeouts, ...deployment.timeouts };
  merged.set(deployment, { router, timeouts });
  return timeouts;
}

const merged = new WeakMap<Deployment, { readonly router: Snapshot['router']; readonly timeouts: Timeouts }>();

function refusal({ name, deployments }: ResolvedModel): GatewayError {
  const providers = [...new Set(deployments.map((deployment) => deployment.provider))];
  if (providers.length === 0)
    return new GatewayError('unknown_model', {
      message: `You passed in model=${name}. There are no healthy deployments for this model`,
    });
  return new GatewayError('provider_not_served', {
    message: `The model '${name}' is configured with ${providers.map((provider) => `'${provider}'`).join(', ')}, a provider that this gateway does not serve. Call \`/v1/models\` to view available models for your key.`,
    param: 'model',
  });
}

function noneHealthy({ name }: ResolvedModel): GatewayError {
  return new GatewayError('no_healthy_deployment', {
    message: `No deployments available for selected model. Passed model=${name}.`,
  });
}
