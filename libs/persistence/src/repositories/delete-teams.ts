import type { AdminChange, Author } from '../control/control-plane.js';
import { deleteKeys } from './delete-keys.js';
import { deleteModelsOf } from './delete-models.js';
import { deleteProjects } from './delete-projects.js';
import { noteTeam } from './note-team.js';
import type { TeamRow } from './team-row.js';

/** Deletes teams with their keys (into the archive), projects, models and memberships, within an admin transaction. */
export async function deleteTeams(
  change: AdminChange,
  rows: readonly TeamRow[],
  author: Author,
  now: Date,
): Promise<void> {
  const ids = rows.map(({ id }) => id);
  await deleteKeys(change, { teamId: { in: ids } }, author, now);
  await deleteProjects(change, { teamId: { in: ids } }, author, now);
  await deleteModelsOf(change, ids);
  for (const row of rows) noteTeam(change, 'deleted', row, null);
  await change.tx.team.deleteMany({ where: { id: { in: ids } } });
}
