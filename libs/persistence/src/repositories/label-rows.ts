import { ALL_TENANTS, type LabelKind, labelId } from '@tollgate/canonical';
import type { Instant } from '@tollgate/kernel';
import type { Database } from '../database/database.js';
import { readBalances } from '../ledger/read-balances.js';
import { balanceOf, type BudgetHolder } from './holder-balance.js';

/** How a row of a customer or tag says that it is of all tenants. */
export const OF_ALL = { tenantKind: 'all', tenantId: ALL_TENANTS } as const;

export function idOfAll(kind: LabelKind, name: string): string {
  return labelId(kind, ALL_TENANTS, name);
}

export interface LabelRow extends BudgetHolder {
  readonly id: string;
  readonly name: string;
}

/**
 * One row for each name that is known, in the order of `names`, with what was spent: that of all tenants with its spend, else one of
 * the tenants' own with theirs together.
 */
export async function oneOfEachName<Row extends LabelRow>(
  database: Database,
  kind: LabelKind,
  { rows, names }: { readonly rows: readonly Row[]; readonly names: readonly string[] },
  now: Instant,
): Promise<readonly { readonly row: Row; readonly spentNano: bigint }[]> {
  const shown = names.flatMap((name) => {
    const named = rows.filter((row) => row.name === name);
    const ofAll = named.find(({ id }) => id === idOfAll(kind, name));
    const row = ofAll ?? named[0];
    return row === undefined ? [] : [{ row, counted: ofAll === undefined ? named : [ofAll] }];
  });
  const refs = shown.flatMap(({ counted }) => counted.map((row) => balanceOf(kind, row.id, row, now)));
  const balances = new Map((await readBalances(database, refs)).map((amount, index) => [refs[index]?.id, amount]));
  return shown.map(({ row, counted }) => ({
    row,
    spentNano: counted.reduce((sum, { id }) => sum + (balances.get(id) ?? 0n), 0n),
  }));
}
