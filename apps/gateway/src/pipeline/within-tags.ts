import { holdsModel } from '@tollgate/admission';
import { type Deployment, GatewayError, type ResolvedModel, type Snapshot } from '@tollgate/canonical';

/**
 * The model at those of its deployments that every tag of the call may go to, by the model's name, the deployment's group or its id;
 * undefined: there is none.
 */
export function withinTags(
  model: ResolvedModel,
  lists: readonly (readonly string[])[],
  snapshot: Snapshot,
): ResolvedModel | undefined {
  if (lists.length === 0) return model;
  const deployments = model.deployments.filter((deployment) =>
    lists.every((list) => holds(list, model, deployment, snapshot)),
  );
  return deployments.length === 0 ? undefined : { ...model, deployments };
}

function holds(
  list: readonly string[],
  { name, group: resolved }: ResolvedModel,
  { id, group }: Deployment,
  snapshot: Snapshot,
): boolean {
  return list.includes(id) || [name, resolved, group].some((model) => holdsModel(snapshot, list, model));
}

/** In LiteLLM's words. */
export function notOfTags(model: string): GatewayError {
  return new GatewayError('model_not_allowed', {
    message: `Not allowed to access model due to tags configuration: '${model}'`,
    type: 'tag_model_access_denied',
    param: 'model',
  });
}
