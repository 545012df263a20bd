import type { AdminChange, Author } from '../control/control-plane.js';
import type { Prisma } from '../generated/prisma/client.js';
import { jsonColumn } from '../database/json-column.js';
import { toArchive } from './key-row.js';

type SecretKeyRow = Prisma.VirtualKeyGetPayload<{ include: { secrets: true } }>;

/** Writes keys that are about to be deleted into the archive together, with the hashes of their secrets, newest first. */
export async function archiveKeys(
  change: AdminChange,
  rows: readonly SecretKeyRow[],
  author: Author,
  now: Date,
): Promise<void> {
  const archived = rows.map((row) => ({ row, kept: toArchive(row) }));
  await change.tx.deletedKey.createMany({
    data: archived.map(({ row, kept }) => {
      const { id, alias, userId, teamId, organizationId, projectId, createdAt, createdBy, secrets } = row;
      return {
        ...{ id, alias, userId, teamId, organizationId, projectId, createdAt, createdBy },
        hashes: secrets.map((secret) => secret.hash),
        row: jsonColumn(kept),
        deletedAt: now,
        deletedBy: author.name,
        deletedByKey: author.key,
        changedBy: author.changedBy,
      };
    }),
  });
  for (const { row, kept } of archived) {
    const { id, teamId } = row;
    change.touch('key', id);
    change.note({ action: 'deleted', resource: 'key', objectId: id, teamId, before: kept, after: null });
  }
}
