import type { Prisma } from '../generated/prisma/client.js';
import type { HolderJudging } from './holder-powers.js';

/** What an organization holds for what stands below it; undefined: there is none with that id. */
export async function findOrganization(
  tx: Prisma.TransactionClient,
  id: string,
): Promise<HolderJudging['above'] | undefined> {
  const organization = await tx.organization.findUnique({ where: { id }, select: { models: true } });
  return organization === null ? undefined : [{ name: `organization ${id}`, models: organization.models }];
}
