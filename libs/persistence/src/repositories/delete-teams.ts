import type { AdminChange, Author } from '../control/control-plane.js';
import { deleteKeys } from './delete-keys.js';
import { deleteModelsOf } from './delete-models.js';
import { deleteProjects } from './delete-projects.js';
import { countLinks, isLinked } from './count-links.js';
import { noteBudget } from './note-budget.js';
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
  for (const { defaultMemberBudget: budget } of rows) {
    // it was made for the team's members; whoever else is linked to it by now keeps it
    if (budget === null || isLinked(await countLinks(change.tx, budget.id))) continue;
    await change.tx.budget.delete({ where: { id: budget.id } });
    noteBudget(change, 'deleted', budget, null);
  }
}
