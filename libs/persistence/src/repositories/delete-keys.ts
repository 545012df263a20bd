import type { AdminChange, Author } from '../control/control-plane.js';
import type { Prisma } from '../generated/prisma/client.js';
import { archiveKeys } from './archive-keys.js';

/** Moves keys to the archive and out of use, within an admin transaction, and with them those that they bind. */
export async function deleteKeys(
  change: AdminChange,
  named: Prisma.VirtualKeyWhereInput,
  author: Author,
  now: Date,
): Promise<void> {
  const ids = (await change.tx.virtualKey.findMany({ where: named, select: { id: true } })).map(({ id }) => id);
  if (ids.length === 0) return;
  const where: Prisma.VirtualKeyWhereInput = { OR: [{ id: { in: ids } }, { boundBy: { hasSome: ids } }] };
  const keys = await change.tx.virtualKey.findMany({ where, include: { secrets: { orderBy: { createdAt: 'desc' } } } });
  await archiveKeys(change, keys, author, now);
  await change.tx.virtualKey.deleteMany({ where });
}
