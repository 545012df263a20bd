import { UUID } from '../database/uuid.js';
import type { Prisma } from '../generated/prisma/client.js';
import { OF_ALL } from './label-rows.js';
import type { OwnBudgetHolder } from './stored-budget.js';

/** All holders of that id that are linked to no budget. Projects' ids are chosen by tenants: one may bear another holder's. */
export async function findBudgetHolders(tx: Prisma.TransactionClient, id: string): Promise<readonly OwnBudgetHolder[]> {
  const where = { id, budgetId: null } as const;
  const holders: OwnBudgetHolder[] = [];
  if ((await tx.project.findFirst({ where, select: { id: true } })) !== null) holders.push({ kind: 'project', id });
  if ((await tx.organization.findFirst({ where, select: { id: true } })) !== null)
    holders.push({ kind: 'organization', id });
  if (!UUID.test(id)) return holders;
  const member = await tx.teamMember.findFirst({ where, select: { teamId: true, userId: true } });
  if (member !== null) holders.push({ kind: 'team_member', ...member });
  const tag = await tx.tag.findFirst({ where: { ...where, ...OF_ALL }, select: { name: true } });
  return tag === null ? holders : [...holders, { kind: 'tag', name: tag.name }];
}

/** Whether a budget, or limits of a holder's own, are shown under the id: a new holder with it would make it ambiguous. */
export async function isBudgetId(tx: Prisma.TransactionClient, id: string): Promise<boolean> {
  if ((await tx.budget.findUnique({ where: { id }, select: { id: true } })) !== null) return true;
  return (await findBudgetHolders(tx, id)).length > 0;
}
