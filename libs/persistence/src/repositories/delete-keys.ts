import type { AdminChange, Author } from '../control/control-plane.js';
import { inParts } from '../control/in-parts.js';
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
  for (const part of inParts(ids)) {
    const where = { OR: [{ id: { in: [...part] } }, { boundBy: { hasSome: [...part] } }] };
    const include = { secrets: { orderBy: { createdAt: 'desc' } } } as const;
    await archiveKeys(change, await change.tx.virtualKey.findMany({ where, include }), author, now);
    await change.tx.virtualKey.deleteMany({ where });
  }
}
