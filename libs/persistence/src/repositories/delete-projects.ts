import type { AdminChange, Author } from '../control/control-plane.js';
import type { Prisma } from '../generated/prisma/client.js';
import { deleteKeys } from './delete-keys.js';
import { noteProject } from './note-project.js';
import { PROJECT_INCLUDE } from './project-row.js';

/** Deletes projects with their keys (into the archive), within an admin transaction. */
export async function deleteProjects(
  change: AdminChange,
  where: Prisma.ProjectWhereInput,
  author: Author,
  now: Date,
): Promise<void> {
  const rows = await change.tx.project.findMany({ where, include: PROJECT_INCLUDE });
  const ids = rows.map(({ id }) => id);
  await deleteKeys(change, { projectId: { in: ids } }, author, now);
  for (const row of rows) noteProject(change, 'deleted', row, null);
  await change.tx.project.deleteMany({ where: { id: { in: ids } } });
}
