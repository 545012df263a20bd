import type { Prisma } from '../generated/prisma/client.js';

/** A user cannot be made: an id of that form may not be given by this caller, or is the address of another user. */
export interface UserIdProblem {
  readonly kind: 'id_is_address';
  readonly id: string;
}

/**
 * Whether an id has the form of an e-mail address. People sign in with either, and identity providers name them by either, so that no id of
 * one user may be the address of another. What has no `@` is never taken for an address.
 */
export function isAddress(id: string): boolean {
  return id.includes('@');
}

/** Whether the id of a new user is the address of another, in any case. */
export async function isAddressOfAnother(tx: Pick<Prisma.TransactionClient, 'appUser'>, id: string): Promise<boolean> {
  const where = { email: id.toLowerCase() };
  return isAddress(id) && (await tx.appUser.findUnique({ where, select: { id: true } })) !== null;
}

/** The user whose id an address is, in any case; undefined: nobody's. */
export async function findHolderOfId(
  tx: Pick<Prisma.TransactionClient, '$queryRaw'>,
  address: string,
): Promise<string | undefined> {
  if (!isAddress(address)) return undefined;
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM tollgate.app_user WHERE id LIKE '%@%' AND lower(id) = ${address.toLowerCase()}
    ORDER BY id = ${address} DESC, id LIMIT 1`;
  return rows[0]?.id;
}
