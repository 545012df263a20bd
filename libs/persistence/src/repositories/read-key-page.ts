import type { Database } from '../database/database.js';
import { type KeyFilter, matchingKeys } from './key-filter.js';
import { KEY_INCLUDE, type KeyRow } from './key-row.js';
import type { KeyVisibility } from './stored-key.js';
import { visibleKeys } from './visible-keys.js';

/** `spend`: of the window that counts for each. */
export type KeySort = 'createdAt' | 'updatedAt' | 'alias' | 'maxBudgetNano' | 'expiresAt' | 'userId' | 'spend';

export interface KeyPage {
  readonly page: number;
  readonly size: number;
  readonly sort: KeySort;
  readonly order: 'asc' | 'desc';
}

/** Columns that are never null: the order of the others says where those without a value stand. */
const ALWAYS_SET: readonly KeySort[] = ['createdAt', 'updatedAt'];

/** One page in the order of a column, and how many keys there are in all. */
export async function readKeyPage(
  database: Database,
  filter: KeyFilter,
  visibility: KeyVisibility,
  { page, size, sort, order }: KeyPage & { readonly sort: Exclude<KeySort, 'spend'> },
): Promise<{ readonly rows: readonly KeyRow[]; readonly total: number }> {
  const where = { AND: [matchingKeys(filter), visibleKeys(visibility)] };
  const direction = ALWAYS_SET.includes(sort) ? order : ({ sort: order, nulls: 'last' } as const);
  const rows = await database.prisma.virtualKey.findMany({
    where,
    include: KEY_INCLUDE,
    orderBy: [{ [sort]: direction }, { id: order }],
    skip: (page - 1) * size,
    take: size,
  });
  return { rows, total: await database.prisma.virtualKey.count({ where }) };
}
