import type { Instant, JsonObject, NanoUsd } from '@tollgate/kernel';
import type { Author } from '../control/control-plane.js';
import type { Prisma } from '../generated/prisma/client.js';
import { balanceOf } from '../repositories/holder-balance.js';
import type { Compared } from './compare-batch.js';
import { type ImportKind, textAt } from './import-kind.js';
import { readBudgets } from './read-budgets.js';
import { toHolder } from './row-windows.js';

interface Entry {
  readonly scope: string;
  readonly scope_id: string;
  readonly window_start: string;
  readonly amount_nano: string;
}

/**
 * What was spent there since the last import enters the ledger: an opening entry for the lifetime, and one for the window that it was spent
 * in. Resolves to those who spent: their ids in their scopes, by their own.
 */
export async function openSpend(
  tx: Prisma.TransactionClient,
  { scope }: ImportKind,
  items: readonly Compared[],
  { author, now }: { readonly author: Author; readonly now: Instant },
): Promise<ReadonlyMap<string, string>> {
  const spenders = items.filter((item) => spentSince(item) !== 0n);
  if (scope === undefined || spenders.length === 0) return new Map();
  const budgets = await readBudgets(tx, spenders);
  const entries = spenders.flatMap((item) => {
    const row = rowOf(item);
    const linked = item.wanted.linkedBudgetId ?? null;
    const holder = toHolder(row, linked === null ? undefined : budgets.get(linked));
    const resetAt = item.wanted.spend?.resetAt ?? null;
    // a window that has ended before LiteLLM reset it is history
    const spentAt = resetAt !== null && resetAt <= now ? resetAt - 1 : now;
    const { id, start } = balanceOf(scope, textAt(row, 'id'), holder, spentAt);
    return [...new Set([0, start])].map((from): Entry => {
      const amount = from === 0 ? lifetimeSince(item) : spentSince(item);
      return { scope, scope_id: id, window_start: new Date(from).toISOString(), amount_nano: String(amount) };
    });
  });
  await write(tx, entries, author);
  return new Map(spenders.map((item) => [item.id, textAt(rowOf(item), 'id')]));
}

/** As it is here after the import. */
function rowOf({ wanted, current, written }: Compared): JsonObject {
  return { ...wanted.columns, ...wanted.birth, ...current, ...written };
}

/** Negative where it was set back there. */
export function spentSince({ wanted: { spend }, lastSpend }: Compared): NanoUsd {
  if (spend === undefined) return 0n;
  const isSameWindow = lastSpend?.resetAt === spend.resetAt;
  return spend.windowNano - (isSameWindow ? (lastSpend?.spendNano ?? 0n) : 0n);
}

function lifetimeSince(item: Compared): NanoUsd {
  const lifetime = item.wanted.spend?.lifetimeNano;
  return item.lastSpend === undefined && lifetime !== undefined ? lifetime : spentSince(item);
}

async function write(tx: Prisma.TransactionClient, entries: readonly Entry[], author: Author): Promise<void> {
  const sent = JSON.stringify(entries);
  await tx.$executeRawUnsafe(
    `INSERT INTO tollgate.ledger_entry (kind, scope, scope_id, window_start, amount_nano, actor_id, reason)
     SELECT 'opening_balance', scope, scope_id, window_start, amount_nano, $2, 'spent before the move'
     FROM jsonb_populate_recordset(NULL::tollgate.scope_balance, $1::jsonb)`,
    sent,
    author.name,
  );
  await tx.$executeRawUnsafe(
    `INSERT INTO tollgate.scope_balance AS b (scope, scope_id, window_start, amount_nano)
     SELECT scope, scope_id, window_start, amount_nano
     FROM jsonb_populate_recordset(NULL::tollgate.scope_balance, $1::jsonb) ORDER BY 1, 2, 3
     ON CONFLICT (scope, scope_id, window_start) DO UPDATE SET amount_nano = b.amount_nano + EXCLUDED.amount_nano`,
    sent,
  );
}
