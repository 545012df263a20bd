import type { Prisma } from '../generated/prisma/client.js';

/** The first of the named access groups that there is not; one that is there from before may stay. */
export async function findUnknownGroup(
  tx: Prisma.TransactionClient,
  ids: readonly string[] = [],
  before: readonly string[] = [],
): Promise<string | undefined> {
  const given = ids.filter((id) => !before.includes(id));
  if (given.length === 0) return undefined;
  const found = await tx.accessGroup.findMany({ where: { id: { in: given } }, select: { id: true } });
  return given.find((id) => !found.some((group) => group.id === id));
}
