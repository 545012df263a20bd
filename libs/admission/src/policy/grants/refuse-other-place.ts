import type { GatewayError, HolderPowers, Principal } from '@tollgate/canonical';
import { grantRefused } from './grant-refused.js';

/**
 * A key makes and changes what belongs to its own team, project and organization alone: what its team may use says nothing of what
 * another's may.
 */
export function refuseOtherPlace(
  caller: Principal,
  after: Pick<HolderPowers, 'teamId' | 'projectId' | 'organizationId'>,
): GatewayError | undefined {
  const { teamId, projectId, organizationId } = caller;
  if (teamId !== undefined && after.teamId !== teamId)
    return grantRefused('teamId', 'the calling key belongs to a team, and gives to the same team alone.');
  if (projectId !== undefined && after.projectId !== projectId)
    return grantRefused('projectId', 'the calling key belongs to a project, and gives to the same project alone.');
  if (teamId !== undefined || organizationId === undefined || after.organizationId === organizationId) return undefined;
  return grantRefused('organizationId', 'the calling key belongs to an organization, and gives to the same one alone.');
}
