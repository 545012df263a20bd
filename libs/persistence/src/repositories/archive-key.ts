import type { AdminChange, Author } from '../control/control-plane.js';
import type { Prisma } from '../generated/prisma/client.js';
import { jsonColumn } from '../database/json-column.js';
import { toArchive } from './key-row.js';

/** Writes a key that is about to be deleted into the archive, with the hashes of its secrets, newest first. */
export async function archiveKey(
  change: AdminChange,
  row: Prisma.VirtualKeyGetPayload<{ include: { secrets: true } }>,
  author: Author,
  now: Date,
): Promise<void> {
  const { id, alias, userId, teamId, organizationId, projectId, createdAt, createdBy, secrets } = row;
  const archived = toArchive(row);
  await change.tx.deletedKey.create({
    data: {
      ...{ id, alias, userId, teamId, organizationId, projectId, createdAt, createdBy },
      hashes: secrets.map((secret) => secret.hash),
      row: jsonColumn(archived),
      deletedAt: now,
      deletedBy: author.name,
      deletedByKey: author.key,
      changedBy: author.changedBy,
    },
  });
  change.touch('key', id);
  change.note({ action: 'deleted', resource: 'key', objectId: id, teamId, before: archived, after: null });
}
