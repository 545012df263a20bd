import type { Prisma } from '../generated/prisma/client.js';

/** Among which keys an alias is to be the only one: those of its key's tenant, or all. */
export type AliasScope = 'tenant' | 'all';

export interface AliasPlace {
  readonly userId: string | null;
  readonly teamId: string | null;
  readonly organizationId: string | null;
}

/**
 * Whether another key than `ownId` has the alias. A key's tenant is its organization (its team's first), else its team, else its user; those
 * without any are one tenant together. Who does not govern everything is told of his own tenant's alone.
 */
export async function isAliasTaken(
  tx: Pick<Prisma.TransactionClient, 'team' | 'virtualKey'>,
  alias: string,
  place: AliasPlace,
  scope: AliasScope,
  ownId?: string,
): Promise<boolean> {
  const among = scope === 'all' ? {} : await ofTenant(tx, place);
  const where = { AND: [{ alias }, among, ...(ownId === undefined ? [] : [{ id: { not: ownId } }])] };
  return (await tx.virtualKey.findFirst({ where, select: { id: true } })) !== null;
}

async function ofTenant(
  tx: Pick<Prisma.TransactionClient, 'team'>,
  { userId, teamId, organizationId }: AliasPlace,
): Promise<Prisma.VirtualKeyWhereInput> {
  const where = { id: teamId ?? '' };
  const team = teamId === null ? null : await tx.team.findUnique({ where, select: { organizationId: true } });
  const tenant = team?.organizationId ?? organizationId;
  if (tenant !== null) return { OR: [{ team: { organizationId: tenant } }, { organizationId: tenant }] };
  const isOfNone: Prisma.VirtualKeyWhereInput = { organizationId: null };
  return teamId === null ? { ...isOfNone, teamId, userId } : { ...isOfNone, teamId };
}
