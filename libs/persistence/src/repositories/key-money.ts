import { alignAnchor, computeWindow } from '@tollgate/admission';
import type { Instant, NanoUsd } from '@tollgate/kernel';
import type { Author } from '../control/control-plane.js';
import type { Prisma } from '../generated/prisma/client.js';
import { ownWindow } from './holder-balance.js';
import type { KeyRow } from './key-row.js';

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
