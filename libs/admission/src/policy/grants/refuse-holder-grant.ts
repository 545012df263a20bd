import { GatewayError, type HolderPowers, type Principal, type Snapshot } from '@tollgate/canonical';
import { holdsModel } from '../model-access.js';
import { refuseLimits } from './refuse-limits.js';
import { refuseModels } from './refuse-models.js';
import { refuseOtherPlace } from './refuse-other-place.js';

export interface HolderChange {
  /** Who asks: he governs the team or project as it is and as it is to be. */
  readonly caller: Principal;
  /** As it is; absent: it is made. */
  readonly before?: HolderPowers;
  readonly after: HolderPowers;
  /** What the names on lists of models stand for. */
  readonly snapshot: Snapshot;
}

/**
 * The judge of what may be given to a team or a project; pure. With nothing that is given anybody gets more than the key that the
 * caller calls with holds: its keys would be a better one. Answers the refusal (403, naming the field), or undefined.
 */
export function refuseHolderGrant({ caller, before, after, snapshot }: HolderChange): GatewayError | undefined {
  return (
    refuseOtherPlace(caller, after) ??
    refuseLimits(caller, before, after) ??
    refuseModels(caller, before, after, snapshot)
  );
}

/** Who stands above a team or a project, as refusals call it, with its models. */
export interface Above {
  readonly name: string;
  /** Empty: all. */
  readonly models: readonly string[];
}

/**
 * Refuses a name in a list of models that who stands above does not allow: it would never be served, since both lists hold for every
 * call. An empty list is all that there is above. 400, as LiteLLM's.
 */
export function refuseModelsAbove(
  snapshot: Snapshot,
  models: readonly string[],
  above: Above,
): GatewayError | undefined {
  const beyond = models.find((model) => !holdsModel(snapshot, above.models, model));
  if (beyond === undefined) return undefined;
  return new GatewayError('bad_request', {
    message: `Model '${beyond}' is not among the models of ${above.name}: ${above.models.join(', ')}. Name some of these.`,
    param: 'models',
  });
}
