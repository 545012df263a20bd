import type { Prisma } from '../generated/prisma/client.js';
import { OF_ALL } from './label-rows.js';

/** Whose own limits are shown as a budget: under the id of the project, organization, member of a team, or tag of all tenants. */
export type OwnBudgetHolder =
  | { readonly kind: 'project' | 'organization'; readonly id: string }
  | { readonly kind: 'team_member'; readonly teamId: string; readonly userId: string }
  | { readonly kind: 'tag'; readonly name: string };

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The holder of that id that is linked to no budget; undefined: there is none. */
export async function findBudgetHolder(tx: Prisma.TransactionClient, id: string): Promise<OwnBudgetHolder | undefined> {
  const where = { id, budgetId: null } as const;
  if ((await tx.project.findFirst({ where, select: { id: true } })) !== null) return { kind: 'project', id };
  if ((await tx.organization.findFirst({ where, select: { id: true } })) !== null) return { kind: 'organization', id };
  if (!UUID.test(id)) return undefined;
  const member = await tx.teamMember.findFirst({ where, select: { teamId: true, userId: true } });
  if (member !== null) return { kind: 'team_member', ...member };
  const tag = await tx.tag.findFirst({ where: { ...where, ...OF_ALL }, select: { name: true } });
  return tag === null ? undefined : { kind: 'tag', name: tag.name };
}
