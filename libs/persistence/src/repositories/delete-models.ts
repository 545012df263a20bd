import type { AdminChange } from '../control/control-plane.js';

/** Deletes the models that are teams' own: a later team of the same id must not find them. */
export async function deleteModelsOf(change: AdminChange, teamIds: readonly string[]): Promise<void> {
  const where = { teamId: { in: [...teamIds] } };
  for (const { id } of await change.tx.proxyModel.findMany({ where, select: { id: true } })) change.touch('model', id);
  await change.tx.proxyModel.deleteMany({ where });
}
