import type { Instant, NanoUsd } from '@tollgate/kernel';
import type { Author } from '../control/control-plane.js';
import type { Prisma } from '../generated/prisma/client.js';
import { startsOf } from './holder-balance.js';
import type { KeyRow } from './key-row.js';

/** The opening balance: an entry of the ledger for the lifetime and for each window that is running. */
export async function openBalance(
  tx: Prisma.TransactionClient,
  row: KeyRow,
  amountNano: NanoUsd,
  author: Author,
  now: Instant,
): Promise<void> {
  for (const start of startsOf(row, now)) {
    const entry = { scope: 'key', scopeId: row.id, windowStart: new Date(start), amountNano };
    await tx.ledgerEntry.create({
      data: { ...entry, kind: 'opening_balance', actorId: author.name, reason: 'spend given with the new key' },
    });
    await tx.scopeBalance.create({ data: entry });
  }
}
