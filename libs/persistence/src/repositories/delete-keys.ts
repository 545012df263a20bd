import type { AdminChange, Author } from '../control/control-plane.js';
import type { Prisma } from '../generated/prisma/client.js';
import { archiveKey } from './archive-key.js';

/** Moves keys to the archive and out of use, within an admin transaction. */
export async function deleteKeys(
  change: AdminChange,
  where: Prisma.VirtualKeyWhereInput,
  author: Author,
  now: Date,
): Promise<void> {
  const keys = await change.tx.virtualKey.findMany({ where, include: { secrets: { orderBy: { createdAt: 'desc' } } } });
  for (const key of keys) await archiveKey(change, key, author, now);
  await change.tx.virtualKey.deleteMany({ where });
}
