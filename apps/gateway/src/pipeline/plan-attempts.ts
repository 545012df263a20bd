import type { GatewayError, Grant, ResolvedModel, RoutePlan } from '@tollgate/canonical';
import type { Outcome } from '@tollgate/kernel';
import { planFallbacks, planRoute, preferDeployment } from '@tollgate/routing';
import { isAskedOverResponses } from '../objects/is-asked-over-responses.js';
import { withExtraHeaders } from './allowed-fields.js';
import type { Walked } from './build-record.js';
import { permitFallback } from './permit.js';
import type { PipelineParts } from './pipeline-parts.js';
import { routerOf } from './router-of.js';
import { routingWishes } from './routing-wishes.js';
import type { Standing } from './stand-under-labels.js';

type Granted = Walked & Required<Pick<Walked, 'request' | 'grant'>>;

/** Every attempt that may be made: at the model's own group, and at those that take over from it. Throws the refusal where there is none. */
export function planAttempts(
  parts: Pick<PipelineParts, 'health' | 'ids'>,
  walked: Granted,
  standing: Standing,
): RoutePlan {
  const { request, snapshot, grant, principal } = walked;
  const plan = (model: ResolvedModel) => planGroup(parts, walked, model);
  const { disableFallbacks, fallbacks } = request.gateway;
  const planned =
    disableFallbacks === true || isBound(walked)
      ? plan(grant.model)
      : planFallbacks({
          model: grant.model,
          settings: routerOf(snapshot.router, principal).fallbacks,
          ...(fallbacks !== undefined && { wishes: fallbacks }),
          resolve: (found) => asContinued(walked, permitFallback(walked, standing, found)),
          plan,
        });
  if (!planned.ok) throw planned.error;
  return planned.value;
}

function planGroup(
  parts: Pick<PipelineParts, 'health' | 'ids'>,
  { request, snapshot, ingress, conversation, principal }: Granted,
  model: ResolvedModel,
): Outcome<RoutePlan, GatewayError> {
  const { extraHeaders } = request.gateway;
  const planned = planRoute({
    model,
    request: { gateway: routingWishes(request, ingress.headers) },
    snapshot: principal.router === undefined ? snapshot : { ...snapshot, router: routerOf(snapshot.router, principal) },
    health: parts.health.view(),
    random: () => parts.ids.random(),
    ...(conversation !== undefined && { strategy: preferDeployment(conversation.previous.deploymentId) }),
  });
  return planned.ok && extraHeaders !== undefined
    ? { ...planned, value: withExtraHeaders(planned.value, extraHeaders) }
    : planned;
}

/** What it names is kept at one account of one provider, and known nowhere else. */
function isBound({ references = [] }: Granted): boolean {
  return references.length > 0;
}

/** Where a request goes on from what the gateway keeps, only providers that what was put into it was made for can read it. */
function asContinued(
  { conversation, inserted, grant }: Granted,
  model: ResolvedModel | undefined,
): ResolvedModel | undefined {
  if (model === undefined || (conversation === undefined && inserted === undefined)) return model;
  const providers = new Set(providersOf(grant));
  const deployments = model.deployments.filter(
    ({ provider, target }) => providers.has(provider) && !isAskedOverResponses(target),
  );
  return deployments.length === 0 ? undefined : { ...model, deployments };
}

function providersOf({ model }: Grant): readonly string[] {
  return model.deployments.map(({ provider }) => provider);
}
