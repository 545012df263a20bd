import type { Instant } from '@tollgate/kernel';
import type { Database } from '../database/database.js';
import type { Prisma } from '../generated/prisma/client.js';
import { readBalances } from '../ledger/read-balances.js';
import { currentBalance, fromArchive, toStoredKey } from './key-row.js';
import { readLastActive } from './read-last-active.js';
import type { KeyDeletion, StoredKey } from './stored-key.js';

type DeletedKeyRow = Prisma.DeletedKeyGetPayload<object>;

/** Keys of the archive, in their order, with what the ledger says of their spend. */
export async function readDeletedKeys(
  database: Database,
  rows: readonly DeletedKeyRow[],
  now: Instant,
): Promise<readonly StoredKey[]> {
  const keys = rows.map((row) => ({ row, columns: fromArchive(row.row) }));
  const refs = keys.flatMap(({ row, columns }) => [
    currentBalance({ ...columns, budget: null }, now),
    { scope: 'key', id: row.id, start: 0 },
  ]);
  const ids = rows.map(({ id }) => id);
  const [balances, lastActive] = await Promise.all([readBalances(database, refs), readLastActive(database, ids, now)]);
  return keys.map(({ row, columns }, index) => {
    const [windowNano = 0n, lifetimeNano = 0n] = balances.slice(2 * index, 2 * index + 2);
    const spend = { windowNano, lifetimeNano, lastActiveAt: lastActive.get(row.id) ?? null };
    return toStoredKey(columns, { hash: row.hashes[0] ?? '' }, null, spend, deletionOf(row), now);
  });
}

function deletionOf({ deletedAt, deletedBy, deletedByKey, changedBy }: DeletedKeyRow): KeyDeletion {
  return {
    deletedAt: deletedAt.getTime(),
    deletedBy: deletedBy ?? '',
    deletedByKey: deletedByKey ?? '',
    changedBy,
  };
}
