import type { JsonObject } from '@tollgate/kernel';
import type { Prisma } from '../generated/prisma/client.js';
import type { Compared } from './compare-batch.js';

/** The budgets that objects are linked to, by id, as they are here. */
export async function readBudgets(
  tx: Prisma.TransactionClient,
  items: readonly Compared[],
): Promise<ReadonlyMap<string, JsonObject>> {
  const ids = items.flatMap(({ wanted: { linkedBudgetId } }) => linkedBudgetId ?? []);
  if (ids.length === 0) return new Map();
  const rows = await tx.$queryRawUnsafe<{ id: string; budget: JsonObject }[]>(
    'SELECT id, to_jsonb(b) AS budget FROM tollgate.budget AS b WHERE id = ANY($1::text[])',
    ids,
  );
  return new Map(rows.map(({ id, budget }) => [id, budget]));
}
