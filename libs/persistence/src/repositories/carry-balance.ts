import type { LabelKind } from '@tollgate/canonical';
import type { Instant } from '@tollgate/kernel';
import type { Author } from '../control/control-plane.js';
import { Prisma } from '../generated/prisma/client.js';
import { beginOpening, noteOpenings } from '../ledger/window-openings.js';
import { type BudgetHolder, balanceOf, endedWindows } from './holder-balance.js';

const DAY_MS = 86_400_000;

/** A name that an administrator made for all tenants: its own id, and the name that facts are found by. */
export interface LabelOfAll {
  readonly scope: LabelKind;
  readonly id: string;
  readonly name: string;
}

/**
 * What the tenants' own customers or tags of a name have spent enters the balances of the one that is made for all tenants: its lifetime and the
 * window that is running. A balance that is there stays as it is.
 */
export async function carryBalances(
  tx: Prisma.TransactionClient,
  label: LabelOfAll,
  holder: BudgetHolder,
  author: Author,
  now: Instant,
): Promise<void> {
  const { start } = balanceOf(label.scope, label.id, holder, now);
  await beginOpening(tx);
  for (const from of new Set([0, start])) {
    await noteOpening(tx, label, from, now);
    const entry = await openBalance(tx, label, new Date(from), from === 0 ? lifetimeOf(label) : undefined);
    if (entry === undefined) continue;
    const reason = 'spend of the tenants under this name';
    await tx.ledgerEntry.create({ data: { ...entry, kind: 'carried_balance', actorId: author.name, reason } });
  }
}

/** A window that opens in the middle: what was spent since it began, once, from the facts; never less than in the windows that end by it. */
export async function openWindowOfAll(
  tx: Prisma.TransactionClient,
  label: LabelOfAll,
  { before, after }: { readonly before: BudgetHolder; readonly after: BudgetHolder },
  now: Instant,
): Promise<void> {
  const { scope, id } = label;
  const { start } = balanceOf(scope, id, after, now);
  if (start === 0 || start === balanceOf(scope, id, before, now).start) return;
  const windowStart = new Date(start);
  await beginOpening(tx);
  await openBalance(tx, label, windowStart);
  const ended = endedWindows(before, after, now).map((from) => new Date(from));
  await noteOpening(tx, label, start, now, ended);
  await tx.$executeRaw`INSERT INTO tollgate.scope_balance AS b (scope, scope_id, window_start, amount_nano)
    SELECT scope, scope_id, ${windowStart}, max(amount_nano) FROM tollgate.scope_balance
    WHERE scope = ${scope} AND scope_id = ${id} AND window_start = ANY(${ended}::timestamptz[]) GROUP BY scope, scope_id
    ON CONFLICT (scope, scope_id, window_start) DO UPDATE SET amount_nano = greatest(b.amount_nano, excluded.amount_nano)`;
}

/** Calls under way name the tenants' own. */
function noteOpening(
  tx: Prisma.TransactionClient,
  { scope, id, name }: LabelOfAll,
  start: Instant,
  now: Instant,
  ended: readonly Date[] = [],
): Promise<void> {
  const holders = Prisma.sql`SELECT ${id} AS id, ${name} AS name`;
  return noteOpenings(tx, { scope, holders, start: new Date(start), ended }, now);
}

/** The balance as it was written; undefined: there is one, or nothing was spent. */
async function openBalance(
  tx: Prisma.TransactionClient,
  label: LabelOfAll,
  windowStart: Date,
  spent: Prisma.Sql = spentSince(label, windowStart),
) {
  const key = { scope: label.scope, scopeId: label.id, windowStart };
  if ((await tx.scopeBalance.findUnique({ where: { scope_scopeId_windowStart: key } })) !== null) return undefined;
  const [sum] = await tx.$queryRaw<{ amount: bigint }[]>(spent);
  if (sum === undefined || sum.amount === 0n) return undefined;
  return tx.scopeBalance.create({ data: { ...key, amountNano: sum.amount } });
}

/** The tenants' own of a name, and how facts name them. */
const NAMED = {
  customer: { table: Prisma.raw('tollgate.customer'), ofFact: Prisma.sql`f.customer_id = own.id` },
  tag: { table: Prisma.raw('tollgate.tag'), ofFact: Prisma.sql`own.id = ANY(f.tag_ids)` },
} as const satisfies Readonly<Record<LabelKind, object>>;

function lifetimeOf({ scope, id, name }: LabelOfAll): Prisma.Sql {
  return Prisma.sql`SELECT coalesce(sum(b.amount_nano), 0)::bigint AS amount FROM ${NAMED[scope].table} AS own
    JOIN tollgate.scope_balance AS b ON b.scope = ${scope} AND b.scope_id = own.id::text AND b.window_start = to_timestamp(0)
    WHERE own.name = ${name} AND own.id <> ${id}::uuid`;
}

/** Whole UTC days from the daily sums; a part of a day at the window's start from the facts of that day. */
function spentSince({ scope, name }: LabelOfAll, since: Date): Prisma.Sql {
  const firstWhole = new Date(Math.ceil(since.getTime() / DAY_MS) * DAY_MS);
  const { table, ofFact } = NAMED[scope];
  return Prisma.sql`SELECT coalesce(sum(amount), 0)::bigint AS amount FROM (
    SELECT sum(l.cost_nano) AS amount FROM ${table} AS own
      JOIN tollgate.spend_daily_label AS l ON l.scope = ${scope} AND l.scope_id = own.id
      WHERE own.name = ${name} AND l.day >= (${firstWhole} AT TIME ZONE 'UTC')::date
    UNION ALL SELECT sum(f.cost_nano) FROM ${table} AS own JOIN tollgate.request_fact AS f ON ${ofFact}
      WHERE own.name = ${name} AND f.received_at >= ${since} AND f.received_at < ${firstWhole}) AS spent`;
}
