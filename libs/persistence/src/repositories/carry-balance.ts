import type { Instant } from '@tollgate/kernel';
import type { Author } from '../control/control-plane.js';
import { Prisma } from '../generated/prisma/client.js';
import { type BudgetHolder, balanceOf } from './holder-balance.js';

/** A name that an administrator made for all tenants: its own id, and the name that facts are found by. */
export interface LabelOfAll {
  readonly scope: 'customer';
  readonly id: string;
  readonly name: string;
}

/**
 * What the tenants' own customers of a name have spent enters the balances of the one that is made for all tenants: its lifetime and the
 * window that is running. A balance that is there stays as it is. Calls under way enter the tenants' own alone.
 */
export async function carryBalances(
  tx: Prisma.TransactionClient,
  label: LabelOfAll,
  holder: BudgetHolder,
  author: Author,
  now: Instant,
): Promise<void> {
  const { start } = balanceOf(label.scope, label.id, holder, now);
  for (const from of new Set([0, start])) {
    const entry = await openBalance(tx, label, new Date(from), from === 0 ? lifetimeOf(label) : undefined);
    if (entry === undefined) continue;
    const reason = 'spend of the tenants under this name';
    await tx.ledgerEntry.create({ data: { ...entry, kind: 'carried_balance', actorId: author.name, reason } });
  }
}

/** A window that opens in the middle: what was spent since it began, once, from the facts. */
export async function openWindowOfAll(
  tx: Prisma.TransactionClient,
  label: LabelOfAll,
  { before, after }: { readonly before: BudgetHolder; readonly after: BudgetHolder },
  now: Instant,
): Promise<void> {
  const { start } = balanceOf(label.scope, label.id, after, now);
  if (start === 0 || start === balanceOf(label.scope, label.id, before, now).start) return;
  await openBalance(tx, label, new Date(start));
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

function lifetimeOf({ id, name }: LabelOfAll): Prisma.Sql {
  return Prisma.sql`SELECT coalesce(sum(b.amount_nano), 0)::bigint AS amount FROM tollgate.customer AS own
    JOIN tollgate.scope_balance AS b ON b.scope = 'customer' AND b.scope_id = own.id::text AND b.window_start = to_timestamp(0)
    WHERE own.name = ${name} AND own.id <> ${id}::uuid`;
}

function spentSince({ name }: LabelOfAll, since: Date): Prisma.Sql {
  return Prisma.sql`SELECT coalesce(sum(f.cost_nano), 0)::bigint AS amount FROM tollgate.request_fact AS f
    WHERE f.received_at >= ${since} AND f.customer_id IN (SELECT id FROM tollgate.customer WHERE name = ${name})`;
}
