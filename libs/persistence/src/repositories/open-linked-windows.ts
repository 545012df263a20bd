import { computeWindow } from '@tollgate/admission';
import type { Instant } from '@tollgate/kernel';
import { Prisma } from '../generated/prisma/client.js';
import { ownWindow } from './holder-balance.js';
import { openLinkedShares } from './open-model-shares.js';
import { SPENDERS } from './spenders.js';

/** A budget, of which its windows alone count. */
type WindowsOf = { readonly id: string; readonly modelMaxBudget?: Prisma.JsonValue } & Parameters<typeof ownWindow>[0];

/**
 * A budget that gets other windows in the middle of them: what each of its holders spent since a window began is summed once from
 * the facts, as `openWindow` does for one holder. Facts are read only for kinds of holders that there are.
 */
export async function openLinkedWindows(
  tx: Prisma.TransactionClient,
  { before, after }: { readonly before: WindowsOf; readonly after: WindowsOf },
  now: Instant,
): Promise<void> {
  await openLinkedShares(tx, { id: after.id, before, after }, now);
  const start = startOf(after, now);
  if (start === undefined || start === startOf(before, now)) return;
  const since = new Date(start);
  for (const { scope, from, isLinked, ofFact } of Object.values(SPENDERS)) {
    const takes = Prisma.sql`h.max_budget_nano IS NULL AND h.budget_duration IS NULL`;
    const holders = from(Prisma.sql`${isLinked(after.id)} AND ${takes}`);
    if ((await tx.$queryRaw<object[]>`${holders} LIMIT 1`).length === 0) continue;
    await tx.$executeRaw`INSERT INTO tollgate.scope_balance (scope, scope_id, window_start, amount_nano)
      SELECT ${scope}, h.id::text, ${since}, sum(f.cost_nano)
      FROM (${holders}) AS h JOIN tollgate.request_fact AS f ON ${ofFact}
      WHERE f.received_at >= ${since} GROUP BY h.id HAVING sum(f.cost_nano) IS NOT NULL ORDER BY 2
      ON CONFLICT (scope, scope_id, window_start) DO NOTHING`;
  }
}

function startOf(budget: WindowsOf, now: Instant): Instant | undefined {
  const window = ownWindow(budget);
  return window === undefined ? undefined : computeWindow(window, now).start;
}
