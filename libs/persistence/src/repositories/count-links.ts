import type { Prisma } from '../generated/prisma/client.js';
import type { BudgetLinks } from './stored-budget.js';

/** Who is linked to a budget that is there. */
export async function countLinks(tx: Prisma.TransactionClient, id: string): Promise<BudgetLinks> {
  const { _count: count } = await tx.budget.findUniqueOrThrow({
    where: { id },
    select: {
      _count: {
        select: {
          keys: true,
          users: true,
          teams: true,
          teamDefaults: true,
          teamMembers: true,
          projects: true,
          organizations: true,
          organizationMembers: true,
          customers: true,
          tags: true,
        },
      },
    },
  });
  return count;
}

export function isLinked(links: BudgetLinks): boolean {
  return Object.values(links).some((count) => count > 0);
}
