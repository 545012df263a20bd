import { type GatewayError, type HolderPowers, listOfModels, type Principal, type Snapshot } from '@tollgate/canonical';
import { grantRefused } from './grant-refused.js';
import { isSameList } from './is-same-list.js';
import { holdsModels } from './holds-models.js';

type Models = Pick<HolderPowers, 'models' | 'accessGroupIds' | 'teamId'>;

/** Refuses models that the calling key may not use itself. A list that stays where it is was given by somebody else. */
export function refuseModels(
  caller: Principal,
  before: Models | undefined,
  after: Models,
  snapshot: Snapshot,
): GatewayError | undefined {
  const given = listOfModels(after);
  // what leaves its team leaves the team's list too
  const isGiven = before === undefined || before.teamId !== after.teamId || !isSameList(listOfModels(before), given);
  if (!isGiven || holdsModels(snapshot, caller.models, given)) return undefined;
  return grantRefused('models', `the calling key may use ${caller.models.join(', ')} alone. Name some of these.`);
}
