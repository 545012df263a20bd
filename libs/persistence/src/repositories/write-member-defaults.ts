import type { AdminChange, Author } from '../control/control-plane.js';
import { toBudgetColumns } from './budget-row.js';
import { noteBudget } from './note-budget.js';
import { openLinkedWindows } from './open-linked-windows.js';
import type { TeamSettings } from './stored-team.js';
import { windowColumns } from './window-columns.js';

interface DefaultsWriting {
  readonly author: Author;
  readonly now: Date;
  /** Id of the budget, where there is none yet. */
  readonly newId: () => string;
}

/**
 * Writes the limits of a team's members that have none of their own, within an admin transaction: a budget that they are all linked
 * to, each with a spend of its own. The window that is running counts what each has spent in it.
 */
export async function writeMemberDefaults(
  change: AdminChange,
  team: { readonly id: string; readonly defaultMemberBudgetId: string | null },
  limits: NonNullable<TeamSettings['memberLimits']>,
  { author, now, newId }: DefaultsWriting,
): Promise<void> {
  const { tx } = change;
  const authorship = { updatedAt: now, updatedBy: author.name };
  if (team.defaultMemberBudgetId !== null) {
    const where = { id: team.defaultMemberBudgetId };
    const before = await tx.budget.findUniqueOrThrow({ where });
    const window = windowColumns(limits, before, { now: now.getTime(), timeZone: change.timeZone });
    const after = await tx.budget.update({ where, data: { ...toBudgetColumns(limits), ...window, ...authorship } });
    await openLinkedWindows(tx, { before, after }, now.getTime());
    return noteBudget(change, 'updated', before, after);
  }
  if (Object.values(limits).every((limit) => limit === null)) return;
  const window = windowColumns(limits, null, { now: now.getTime(), timeZone: change.timeZone });
  const created = { ...authorship, id: newId(), createdAt: now, createdBy: author.name };
  const budget = await tx.budget.create({ data: { ...toBudgetColumns(limits), ...window, ...created } });
  await tx.team.update({ where: { id: team.id }, data: { defaultMemberBudgetId: budget.id } });
  await openLinkedWindows(
    tx,
    { before: { ...budget, maxBudgetNano: null, budgetDuration: null, modelMaxBudget: {} }, after: budget },
    now.getTime(),
  );
  noteBudget(change, 'created', null, budget);
}
