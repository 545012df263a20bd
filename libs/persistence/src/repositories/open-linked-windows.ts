import { computeWindow } from '@tollgate/admission';
import type { ScopeName } from '@tollgate/canonical';
import type { Instant } from '@tollgate/kernel';
import { Prisma } from '../generated/prisma/client.js';
import { ownWindow } from './holder-balance.js';

const isLinked = (id: string): Prisma.Sql =>
  Prisma.sql`h.budget_id = ${id} AND h.max_budget_nano IS NULL AND h.budget_duration IS NULL`;

/** A budget, of which its window alone counts. */
type WindowOf = { readonly id: string } & Parameters<typeof ownWindow>[0];

/** Who takes the window from a linked budget: holders by scope, and how a fact row names them. */
const LINKED: readonly {
  readonly scope: ScopeName;
  readonly from: (budgetId: string) => Prisma.Sql;
  readonly ofFact: Prisma.Sql;
}[] = [
  {
    scope: 'key',
    from: (id) => Prisma.sql`SELECT h.id FROM tollgate.virtual_key AS h WHERE ${isLinked(id)}`,
    ofFact: Prisma.sql`f.key_id = h.id`,
  },
  {
    scope: 'user',
    from: (id) => Prisma.sql`SELECT h.id FROM tollgate.app_user AS h WHERE ${isLinked(id)}`,
    ofFact: Prisma.sql`f.user_id = h.id`,
  },
  {
    scope: 'team',
    from: (id) => Prisma.sql`SELECT h.id FROM tollgate.team AS h WHERE ${isLinked(id)}`,
    ofFact: Prisma.sql`f.team_id = h.id`,
  },
  {
    scope: 'team_member',
    from: (
      id,
    ) => Prisma.sql`SELECT h.id::text AS id FROM tollgate.team_member AS h JOIN tollgate.team AS t ON t.id = h.team_id
      WHERE coalesce(h.budget_id, t.default_member_budget_id) = ${id} AND h.max_budget_nano IS NULL AND h.budget_duration IS NULL`,
    ofFact: Prisma.sql`f.team_member_id = h.id`,
  },
  {
    scope: 'project',
    from: (id) => Prisma.sql`SELECT h.id FROM tollgate.project AS h WHERE ${isLinked(id)}`,
    ofFact: Prisma.sql`f.project_id = h.id`,
  },
  {
    scope: 'organization',
    from: (id) => Prisma.sql`SELECT h.id FROM tollgate.organization AS h WHERE ${isLinked(id)}`,
    ofFact: Prisma.sql`f.organization_id = h.id`,
  },
  {
    scope: 'customer',
    // one of all tenants has the facts of each tenant's own of that name
    from: (id) => Prisma.sql`SELECT h.id, own.id AS fact_id FROM tollgate.customer AS h
      JOIN tollgate.customer AS own ON own.id = h.id OR (h.tenant_id = '' AND own.name = h.name) WHERE ${isLinked(id)}`,
    ofFact: Prisma.sql`f.customer_id = h.fact_id`,
  },
  {
    scope: 'tag',
    from: (id) => Prisma.sql`SELECT h.id, own.id AS fact_id FROM tollgate.tag AS h
      JOIN tollgate.tag AS own ON own.id = h.id OR (h.tenant_id = '' AND own.name = h.name) WHERE ${isLinked(id)}`,
    ofFact: Prisma.sql`h.fact_id = ANY(f.tag_ids)`,
  },
];

/**
 * A budget that gets another window in the middle of it: what each of its holders spent since the window began is summed once from
 * the facts, as `openWindow` does for one holder. Facts are read only for kinds of holders that there are.
 */
export async function openLinkedWindows(
  tx: Prisma.TransactionClient,
  { before, after }: { readonly before: WindowOf; readonly after: WindowOf },
  now: Instant,
): Promise<void> {
  const start = startOf(after, now);
  if (start === undefined || start === startOf(before, now)) return;
  const since = new Date(start);
  for (const { scope, from, ofFact } of LINKED) {
    const holders = from(after.id);
    if ((await tx.$queryRaw<object[]>`${holders} LIMIT 1`).length === 0) continue;
    await tx.$executeRaw`INSERT INTO tollgate.scope_balance (scope, scope_id, window_start, amount_nano)
      SELECT ${scope}, h.id::text, ${since}, sum(f.cost_nano)
      FROM (${holders}) AS h JOIN tollgate.request_fact AS f ON ${ofFact}
      WHERE f.received_at >= ${since} GROUP BY h.id HAVING sum(f.cost_nano) IS NOT NULL ORDER BY 2
      ON CONFLICT (scope, scope_id, window_start) DO NOTHING`;
  }
}

function startOf(budget: WindowOf, now: Instant): Instant | undefined {
  const window = ownWindow(budget);
  return window === undefined ? undefined : computeWindow(window, now).start;
}
