import { computeWindow, windowStarts } from '@tollgate/admission';
import type { BudgetWindow, ScopeName } from '@tollgate/canonical';
import type { Instant } from '@tollgate/kernel';
import type { Prisma } from '../generated/prisma/client.js';
import { beginOpening, noteOpenings } from '../ledger/window-openings.js';
import { toFurtherBudgets } from '../keys/further-budgets.js';
import type { BalanceRef } from '../ledger/read-balances.js';
import { openModelShares } from './open-model-shares.js';
import { SPENDERS, type SpenderScope } from './spenders.js';

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
  readonly budget: (WindowColumns & { readonly maxBudgetNano?: bigint | null }) | null;
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
export function balanceOf<Scope extends ScopeName>(
  scope: Scope,
  id: string,
  holder: BudgetHolder,
  now: Instant,
): BalanceRef & { readonly scope: Scope } {
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

/**
 * The windows that a change ends: what was spent in them counts in those that it opens, or whoever moves an anchor, a zone or a length had a
 * whole budget again. The lifetime is one of them where money had no window; where nothing limited it, nothing ran.
 */
export function endedWindows(before: BudgetHolder, after: BudgetHolder, now: Instant): readonly Instant[] {
  const own = ownStart(before, now);
  const remaining = startsOf(after, now);
  const ended = new Set([...startsOf(before, now)].filter((start) => !remaining.has(start)));
  if (own !== undefined && own !== ownStart(after, now)) ended.add(own);
  return [...ended];
}

/** When the window of its own or linked money began; 0: its lifetime; undefined: nothing limits it. */
function ownStart(holder: BudgetHolder, now: Instant): Instant | undefined {
  const window = windowOf(holder);
  if (window !== undefined) return computeWindow(window, now).start;
  return (holder.maxBudgetNano ?? holder.budget?.maxBudgetNano ?? null) === null ? undefined : 0;
}

/**
 * A holder whose budgets get other windows in the middle of them: what was spent since a window began is summed once from the
 * facts, and from what was booked for it otherwise; it is never less than what the windows had spent that end by this. A balance that is
 * there from an earlier time of the same window lacks what was spent in between. Records under way still carry the old windows: the ledger
 * charges them here too (`noteOpenings`).
 */
async function openWindow(
  tx: Prisma.TransactionClient,
  scope: SpenderScope,
  change: WrittenHolder,
  now: Instant,
): Promise<void> {
  const { id, before, after } = change;
  const { from, isOne, ofFact } = SPENDERS[scope];
  const holders = from(isOne(id));
  const known = startsOf(before, now);
  if ([...startsOf(after, now)].every((start) => known.has(start))) return;
  await beginOpening(tx);
  const ended = endedWindows(before, after, now).map((start) => new Date(start));
  for (const start of startsOf(after, now)) {
    if (known.has(start)) continue;
    const since = new Date(start);
    await tx.$executeRaw`INSERT INTO tollgate.scope_balance (scope, scope_id, window_start, amount_nano)
      SELECT ${scope}, ${id}, ${since}, opened.amount FROM (SELECT greatest(
        (SELECT sum(f.cost_nano) + coalesce((SELECT sum(amount_nano) FROM tollgate.ledger_entry
          WHERE scope = ${scope} AND scope_id = ${id} AND window_start = ${since} AND request_id IS NULL), 0)
          FROM (${holders}) AS h JOIN tollgate.request_fact AS f ON ${ofFact} WHERE f.received_at >= ${since}),
        (SELECT max(amount_nano) FROM tollgate.scope_balance
          WHERE scope = ${scope} AND scope_id = ${id} AND window_start = ANY(${ended}::timestamptz[]))) AS amount) AS opened
      WHERE opened.amount IS NOT NULL
      ON CONFLICT (scope, scope_id, window_start) DO UPDATE SET amount_nano = greatest(scope_balance.amount_nano, excluded.amount_nano)`;
    await noteOpenings(tx, { scope, holders, start: since, ended }, now);
  }
}

/** After a holder was written over: what its new windows, and those of its models, have to begin with. */
export async function openWrittenWindows(
  tx: Prisma.TransactionClient,
  scope: SpenderScope,
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
