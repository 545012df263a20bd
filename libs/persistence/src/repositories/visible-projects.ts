import type { Reach } from '@tollgate/auth';
import type { Prisma } from '../generated/prisma/client.js';
import { visibleTeams } from './visible-teams.js';

/** The caller's reach as a filter over projects: those of the teams that he reaches. */
export function visibleProjects(reach: Reach): Prisma.ProjectWhereInput {
  return reach.kind === 'all' ? {} : { team: visibleTeams(reach) };
}
