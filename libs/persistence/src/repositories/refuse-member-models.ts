import { refuseModelsAbove } from '@tollgate/admission';
import type { GatewayError } from '@tollgate/canonical';
import type { TeamRow } from './team-row.js';

/** Refuses a list of a member, or of members by default, that names what the team may not use. */
export function refuseMemberModels(
  { id, models: held }: Pick<TeamRow, 'id' | 'models'>,
  models: readonly string[] | undefined,
): GatewayError | undefined {
  return models === undefined ? undefined : refuseModelsAbove(models, { name: `team ${id}`, models: held });
}
