import type { Reach } from '@tollgate/auth';
import type { Prisma } from '../generated/prisma/client.js';

/** The caller's reach as a filter over kept models: those of his teams; the operator's own are for who reaches everything. */
export function visibleModels(reach: Reach): Prisma.ProxyModelWhereInput {
  return reach.kind === 'all' ? {} : { teamId: { in: [...reach.teamIds] } };
}
