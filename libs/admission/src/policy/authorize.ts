import { fail, succeed, type Outcome } from '@tollgate/kernel';
import {
  GatewayError,
  resolveModel,
  type CanonicalRequest,
  type Grant,
  type Principal,
  type ResolvedModel,
  type Snapshot,
} from '@tollgate/canonical';
import { authorizeRoute } from './authorize-route.js';
import { findModelDenial, type ModelDenial } from './model-access.js';

/**
 * May this principal make this call, and in which model group? Order as LiteLLM's (litellm-admin-api 17; recordings "chat request
 * errors", "key lifecycle", "team lifecycle"): route, the key's model list, the team's, then whether the model exists; so a
 * restricted key cannot tell a model it may not use from one that is not there. Blocked and expired keys were refused by
 * authentication. `path` is the route as the client called it.
 */
export function authorize(
  principal: Principal,
  request: Pick<CanonicalRequest, 'model'>,
  snapshot: Snapshot,
  path: string,
): Outcome<Grant, GatewayError> {
  const route = authorizeRoute(principal, path);
  if (route !== undefined) return fail(route);
  const model = modelToUse(principal, request, snapshot);
  const denial = findModelDenial(principal, snapshot, model);
  if (denial !== undefined) return fail(modelDenied(model, denial));
  const resolved = resolveModel(snapshot, model, principal.teamId);
  if (resolved === undefined) return fail(unknownModel(model));
  const unserved = refuseUnserved(resolved);
  return unserved === undefined ? succeed({ model: resolved, scopes: principal.scopes }) : fail(unserved);
}

/** `--model` wins over the body; then the key's own aliases, then its team's. Lists are compared with what comes out. */
function modelToUse(principal: Principal, request: Pick<CanonicalRequest, 'model'>, snapshot: Snapshot): string {
  const asked = snapshot.forcedModel ?? request.model;
  return nameIn(principal.teamAliases, nameIn(principal.aliases, asked));
}

function nameIn(aliases: Principal['teamAliases'], asked: string): string {
  return aliases !== undefined && Object.hasOwn(aliases, asked) ? (aliases[asked] ?? asked) : asked;
}

function modelDenied(model: string, denial: ModelDenial): GatewayError {
  return new GatewayError('model_not_allowed', {
    message:
      `The requested model '${model}' is not available for this API key, or the model name is invalid. ` +
      `Check the models available to you and try again.`,
    type: `${denial}_model_access_denied`,
    param: 'model',
  });
}

/** The text before the router's suffix; a request without a model is LiteLLM's `None`. */
function unknownModel(model: string): GatewayError {
  const name = model === '' ? 'None' : model;
  return new GatewayError('unknown_model', {
    message: `litellm.BadRequestError: You passed in model=${name}. There are no healthy deployments for this model`,
  });
}

function refuseUnserved(resolved: ResolvedModel): GatewayError | undefined {
  if (resolved.deployments.some((deployment) => deployment.served)) return undefined;
  const providers = [...new Set(resolved.deployments.map((deployment) => deployment.provider))];
  return new GatewayError('provider_not_served', {
    message: `Model '${resolved.name}' is configured for ${providers.join(', ')}, which this version of the gateway does not serve.`,
    param: 'model',
  });
}
