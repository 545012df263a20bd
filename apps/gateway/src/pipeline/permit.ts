import { authorize } from '@tollgate/admission';
import { findDeployment, type GatewayError, type Grant, type ResolvedModel, resolveModel } from '@tollgate/canonical';
import { fail, type Outcome, succeed } from '@tollgate/kernel';
import type { FoundFallback } from '@tollgate/routing';
import type { Walked } from './build-record.js';
import { nothingInRegion } from './customer-refusals.js';
import { refuseMissingParams } from './refuse-missing-params.js';
import { routerOf } from './router-of.js';
import type { Standing } from './stand-under-labels.js';
import { withinRegion } from './within-region.js';
import { notOfTags, withinTags } from './within-tags.js';

type Asking = Walked & Required<Pick<Walked, 'request'>>;

/**
 * The model that the caller may use, with every scope that its cost is charged to. What the client itself names to take over is refused here
 * like the model: by the lists of models, whether it comes to it or not.
 */
export function permit(asking: Asking, standing: Standing): Outcome<Grant, GatewayError> {
  const { principal, request, snapshot, ingress } = asking;
  const permitted = authorize(principal, request, snapshot, ingress.path);
  if (!permitted.ok) return permitted;
  const missing = refuseMissingParams(asking);
  if (missing !== undefined) return fail(missing);
  for (const name of wishedModels(request)) {
    const wished = authorize(principal, { model: name }, snapshot, ingress.path);
    if (!wished.ok && wished.error.code === 'model_not_allowed') return wished;
  }
  const { region, defaultModel } = standing;
  const instead =
    defaultModel === undefined
      ? undefined
      : () => authorize(principal, { model: defaultModel }, snapshot, ingress.path);
  const answering = region === undefined ? permitted : inRegion(region, permitted.value, instead);
  if (!answering.ok) return answering;
  const model = withinTags(answering.value.model, standing.tagModels ?? [], snapshot);
  if (model === undefined) return fail(notOfTags(answering.value.model.name));
  return succeed({ model, scopes: [...permitted.value.scopes, ...standing.scopes] });
}

/** A group that takes over, as far as this call may go there: under its caller's lists of models, its customer's region and its tags. */
export function permitFallback(
  asking: Asking,
  { region, tagModels }: Standing,
  { name, isWish }: FoundFallback,
): ResolvedModel | undefined {
  const { principal, snapshot, ingress } = asking;
  const deployment =
    resolveModel(snapshot, name, principal.teamId) === undefined ? findDeployment(snapshot, name) : undefined;
  const group = deployment?.group ?? name;
  const beyondLists = !isWish && routerOf(snapshot.router, principal).fallbacks.beyondModelLists === true;
  const permitted = beyondLists ? undefined : authorize(principal, { model: group }, snapshot, ingress.path);
  const resolved = permitted === undefined ? resolveModel(snapshot, group, principal.teamId) : grantedModel(permitted);
  const model = deployment === undefined ? resolved : resolved && { ...resolved, deployments: [deployment] };
  const within = model === undefined || region === undefined ? model : withinRegion(model, region);
  return within && withinTags(within, tagModels ?? [], snapshot);
}

function grantedModel(permitted: Outcome<Grant, GatewayError>): ResolvedModel | undefined {
  return permitted.ok ? permitted.value.model : undefined;
}

/** The model where a customer may be answered, else the customer's own default there. */
function inRegion(
  region: string,
  grant: Grant,
  instead: (() => Outcome<Grant, GatewayError>) | undefined,
): Outcome<Grant, GatewayError> {
  const within = withinRegion(grant.model, region);
  if (within !== undefined) return succeed({ ...grant, model: within });
  const other = instead?.();
  if (other?.ok === false) return other;
  const found = other === undefined ? undefined : withinRegion(other.value.model, region);
  return found === undefined ? fail(nothingInRegion(grant.model.name, region)) : succeed({ ...grant, model: found });
}

/** Every group that the client itself names to take over. */
export function wishedModels({ gateway: { fallbacks } }: Asking['request']): readonly string[] {
  if (fallbacks === undefined) return [];
  const { list = [], general, contextWindow, contentPolicy } = fallbacks;
  return [...list, ...[general, contextWindow, contentPolicy].flatMap((table) => [...(table?.values() ?? [])].flat())];
}
