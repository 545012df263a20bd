import { computeWindow, windowStarts } from '@tollgate/admission';
import type { BudgetWindow, ScopeName } from '@tollgate/canonical';
import type { Instant } from '@tollgate/kernel';
import { Prisma } from '../generated/prisma/client.js';
import { toFurtherBudgets } from '../keys/further-budgets.js';
import type { BalanceRef } from '../ledger/read-balances.js';
import { openModelShares } from './open-model-shares.js';

interface WindowColumns {
  readonly budgetDuration: string | null;
  readonly budgetAnchor: Date | null;
  readonly budgetTimeZone: string | null;
  readonly createdAt: Date;
  /** Budgets by model, where its table has them. */
  readonly modelMaxBudget?: Prisma.JsonValue;
}

/** Whoever can hold a budget: key, user, team, member …, with the budget that is linked to it. */
export interface BudgetHolder extends WindowColumns {
  readonly maxBudgetNano: bigint | null;
  readonly budget: WindowColumns | null;
  /** Budgets beside its own, where its table has them. */
  readonly budgetLimits?: Prisma.JsonValue;
}

/** The window of a holder's own budget, where it resets. */
export function ownWindow(holder: WindowColumns): BudgetWindow | undefined {
  if (holder.budgetDuration === null) return undefined;
  return {
    duration: holder.budgetDuration,
    anchor: (holder.budgetAnchor ?? holder.createdAt).getTime(),
    timeZone: holder.budgetTimeZone ?? 'UTC',
  };
}

/** The balance of the window that counts for a holder now: its own budget's, else the linked one's, else its lifetime. */
export function balanceOf(scope: ScopeName, id: string, holder: BudgetHolder, now: Instant): BalanceRef {
  const window = windowOf(holder);
  return { scope, id, start: window === undefined ? 0 : computeWindow(window, now).start };
}

function windowOf(holder: BudgetHolder): BudgetWindow | undefined {
  const linked = holder.maxBudgetNano === null && holder.budget !== null ? ownWindow(holder.budget) : undefined;
  return ownWindow(holder) ?? linked;
}

/** When the windows of all its budgets began that are running now, each once, its lifetime first. */
export function startsOf(holder: BudgetHolder, now: Instant): ReadonlySet<Instant> {
  const budgetWindow = windowOf(holder);
  const { budgetLimits = null, budgetTimeZone: timeZone, createdAt } = holder;
  const furtherBudgets = toFurtherBudgets({ budgetLimits, timeZone, createdAt: +createdAt });
  return windowStarts({ ...(budgetWindow !== undefined && { budgetWindow }), furtherBudgets }, now);
}

/** Columns of the fact table by scope, and how an id is compared with them. */
const FACT_COLUMNS = {
  key: (id: string) => Prisma.sql`key_id = ${id}::uuid`,
  user: (id: string) => Prisma.sql`user_id = ${id}`,
  team: (id: string) => Prisma.sql`team_id = ${id}`,
  organization: (id: string) => Prisma.sql`organization_id = ${id}`,
  project: (id: string) => Prisma.sql`project_id = ${id}`,
  team_member: (id: string) => Prisma.sql`team_member_id = ${id}`,
  organization_member: (id: string) => Prisma.sql`(user_id, organization_id) =
    (SELECT m.user_id, m.organization_id FROM tollgate.organization_member AS m WHERE m.id = ${id}::uuid)`,
} as const satisfies Partial<Record<ScopeName, (id: string) => Prisma.Sql>>;

/**
 * A holder whose budgets get other windows in the middle of them: what was spent since a window began is summed once from the
 * facts, and from what was booked for it otherwise. A balance that is there from an earlier time of the same window lacks what was
 * spent in between. Records under way still carry the old windows: their cost enters the lifetime alone.
 */
export async function openWindow(
  tx: Prisma.TransactionClient,
  scope: keyof typeof FACT_COLUMNS,
  change: WrittenHolder,
  now: Instant,
): Promise<void> {
  const { id, before, after } = change;
  const known = startsOf(before, now);
  for (const start of startsOf(after, now)) {
    if (known.has(start)) continue;
    const since = new Date(start);
    await tx.$executeRaw`INSERT INTO tollgate.scope_balance (scope, scope_id, window_start, amount_nano)
      SELECT ${scope}, ${id}, ${since}, sum(cost_nano) + coalesce((SELECT sum(amount_nano) FROM tollgate.ledger_entry
        WHERE scope = ${scope} AND scope_id = ${id} AND window_start = ${since} AND request_id IS NULL), 0)
      FROM tollgate.request_fact
      WHERE ${FACT_COLUMNS[scope](id)} AND received_at >= ${since} HAVING sum(cost_nano) IS NOT NULL
      ON CONFLICT (scope, scope_id, window_start) DO UPDATE SET amount_nano = greatest(scope_balance.amount_nano, excluded.amount_nano)`;
  }
}

/** After a holder was written over: what its new windows, and those of its models, have to begin with. */
export async function openWrittenWindows(
  tx: Prisma.TransactionClient,
  scope: keyof typeof FACT_COLUMNS,
  change: WrittenHolder,
  now: Instant,
): Promise<void> {
  await openWindow(tx, scope, change, now);
  await openModelShares(tx, scope, change, now);
}

export interface WrittenHolder {
  readonly id: string;
  readonly before: BudgetHolder;
  readonly after: BudgetHolder;
}
