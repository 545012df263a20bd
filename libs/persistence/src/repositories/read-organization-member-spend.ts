import type { Instant } from '@tollgate/kernel';
import type { Database } from '../database/database.js';
import { readBalances } from '../ledger/read-balances.js';
import { balanceOf } from './holder-balance.js';
import type { OrganizationMemberRow, OrganizationMemberSpend } from './organization-row.js';

/** What members of organizations spent in them, each in the window of its budget that is running. */
export async function readOrganizationMemberSpend(
  database: Database,
  rows: readonly OrganizationMemberRow[],
  now: Instant,
): Promise<OrganizationMemberSpend> {
  const refs = rows.map((row) => balanceOf('organization_member', row.id, row, now));
  const balances = await readBalances(database, refs);
  return new Map(rows.map(({ id }, index) => [id, balances[index] ?? 0n]));
}
