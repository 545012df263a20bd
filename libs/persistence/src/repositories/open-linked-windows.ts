import { computeWindow } from '@tollgate/admission';
import type { Instant } from '@tollgate/kernel';
import { Prisma } from '../generated/prisma/client.js';
import { beginOpening, noteOpenings } from '../ledger/window-openings.js';
import { ownWindow } from './holder-balance.js';
import { openLinkedShares } from './open-model-shares.js';
import { SPENDERS } from './spenders.js';

/** A budget, of which its windows alone count. */
type WindowsOf = {
  readonly id: string;
  readonly maxBudgetNano?: bigint | null;
  readonly modelMaxBudget?: Prisma.JsonValue;
} & Parameters<typeof ownWindow>[0];

/**
 * A budget that gets other windows in the middle of them: what each of its holders spent since a window began is summed once from
 * the facts, and from what was booked for it otherwise; it is never less than what the window had spent that ends by this, as
 * `openWrittenWindows` does for one holder. Facts are read only for kinds of holders that there are.
 */
export async function openLinkedWindows(
  tx: Prisma.TransactionClient,
  { before, after }: { readonly before: WindowsOf; readonly after: WindowsOf },
  now: Instant,
): Promise<void> {
  await openLinkedShares(tx, { id: after.id, before, after }, now);
  const start = startOf(after, now);
  const ended = startOf(before, now) ?? ((before.maxBudgetNano ?? null) === null ? undefined : 0);
  if (start === undefined || start === ended) return;
  const since = new Date(start);
  const carriedFrom = ended === undefined ? null : new Date(ended);
  await beginOpening(tx);
  for (const { scope, from, isLinked, ofFact } of Object.values(SPENDERS)) {
    const takes = Prisma.sql`h.max_budget_nano IS NULL AND h.budget_duration IS NULL`;
    const holders = from(Prisma.sql`${isLinked(after.id)} AND ${takes}`);
    if ((await tx.$queryRaw<object[]>`${holders} LIMIT 1`).length === 0) continue;
    await tx.$executeRaw`INSERT INTO tollgate.scope_balance AS b (scope, scope_id, window_start, amount_nano)
      SELECT ${scope}, spent.id, ${since}, max(spent.amount) FROM (
        SELECT h.id::text AS id, sum(f.cost_nano) + coalesce((SELECT sum(e.amount_nano) FROM tollgate.ledger_entry AS e
            WHERE e.scope = ${scope} AND e.scope_id = h.id::text AND e.window_start = ${since} AND e.request_id IS NULL), 0) AS amount
          FROM (${holders}) AS h JOIN tollgate.request_fact AS f ON ${ofFact} WHERE f.received_at >= ${since} GROUP BY h.id
        UNION ALL SELECT h.id::text, o.amount_nano FROM (${holders}) AS h JOIN tollgate.scope_balance AS o
          ON o.scope = ${scope} AND o.scope_id = h.id::text AND o.window_start = ${carriedFrom}::timestamptz) AS spent
      WHERE spent.amount IS NOT NULL GROUP BY spent.id ORDER BY 2
      ON CONFLICT (scope, scope_id, window_start) DO UPDATE SET amount_nano = greatest(b.amount_nano, excluded.amount_nano)`;
    const opening = { scope, holders, start: since, ended: carriedFrom === null ? [] : [carriedFrom] };
    await noteOpenings(tx, opening, now);
  }
}

function startOf(budget: WindowsOf, now: Instant): Instant | undefined {
  const window = ownWindow(budget);
  return window === undefined ? undefined : computeWindow(window, now).start;
}
