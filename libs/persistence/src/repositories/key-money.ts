import { alignAnchor, computeWindow } from '@tollgate/admission';
import type { Instant, NanoUsd } from '@tollgate/kernel';
import type { Author } from '../control/control-plane.js';
import type { Prisma } from '../generated/prisma/client.js';
import { currentBalance, type KeyRow, ownWindow } from './key-row.js';

/** LiteLLM's resets fall on the calendar (midnight, Monday, the first), in UTC. */
export function anchorColumns(
  duration: string | null | undefined,
  now: Instant,
): {
  readonly budgetAnchor?: Date | null;
  readonly budgetTimeZone?: string | null;
} {
  if (duration === undefined) return {};
  if (duration === null) return { budgetAnchor: null, budgetTimeZone: null };
  return { budgetAnchor: new Date(alignAnchor(duration, 'UTC', now)), budgetTimeZone: 'UTC' };
}

/**
 * A key whose budget gets another window in the middle of it: what was spent since the window began is summed once from the
 * facts. Records under way still carry the old windows: their cost enters the lifetime alone.
 */
export async function openWindow(
  tx: Prisma.TransactionClient,
  change: { readonly before: KeyRow; readonly after: KeyRow },
  now: Instant,
): Promise<void> {
  const { id, start } = currentBalance(change.after, now);
  if (start === 0 || start === currentBalance(change.before, now).start) return;
  const since = new Date(start);
  await tx.$executeRaw`INSERT INTO tollgate.scope_balance (scope, scope_id, window_start, amount_nano)
    SELECT 'key', ${id}, ${since}, sum(cost_nano) FROM tollgate.request_fact
    WHERE key_id = ${id}::uuid AND received_at >= ${since} HAVING sum(cost_nano) IS NOT NULL
    ON CONFLICT (scope, scope_id, window_start) DO NOTHING`;
}

/** The opening balance: an entry of the ledger for the lifetime and for the window that is running. */
export async function openBalance(
  tx: Prisma.TransactionClient,
  row: KeyRow,
  amountNano: NanoUsd,
  author: Author,
  now: Instant,
): Promise<void> {
  const window = ownWindow(row);
  const starts = window === undefined ? [0] : [0, computeWindow(window, now).start];
  for (const start of starts) {
    const entry = { scope: 'key', scopeId: row.id, windowStart: new Date(start), amountNano };
    await tx.ledgerEntry.create({
      data: { ...entry, kind: 'opening_balance', actorId: author.name, reason: 'spend given with the new key' },
    });
    await tx.scopeBalance.create({ data: entry });
  }
}
