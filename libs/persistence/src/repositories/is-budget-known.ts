import type { Prisma } from '../generated/prisma/client.js';

/** Whether the budget that is to be linked is there; none always is. */
export async function isBudgetKnown(tx: Prisma.TransactionClient, id: string | null | undefined): Promise<boolean> {
  return id == null || (await tx.budget.findUnique({ where: { id }, select: { id: true } })) !== null;
}
