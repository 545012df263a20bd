import type { Instant } from '@tollgate/kernel';
import type { Database } from '../database/database.js';
import { readBalances } from '../ledger/read-balances.js';
import { balanceOf } from './holder-balance.js';
import type { StoredTeam } from './stored-team.js';
import { type TeamRow, toStoredTeam } from './team-row.js';

/** Rows with the spend of each team and of each of its members, in one question. */
export async function readTeams(
  database: Database,
  rows: readonly TeamRow[],
  now: Instant,
): Promise<readonly StoredTeam[]> {
  const members = rows.flatMap(({ defaultMemberBudget, ...row }) =>
    row.members.map((member) => ({ ...member, budget: member.budget ?? defaultMemberBudget })),
  );
  const balances = await readBalances(database, [
    ...rows.map((row) => balanceOf('team', row.id, row, now)),
    ...members.map((member) => balanceOf('team_member', member.id, member, now)),
    ...members.map(({ id }) => ({ scope: 'team_member', id, start: 0 })),
  ]);
  const spend = new Map(
    members.map(({ id }, index) => [
      id,
      {
        windowNano: balances[rows.length + index] ?? 0n,
        lifetimeNano: balances[rows.length + members.length + index] ?? 0n,
      },
    ]),
  );
  return rows.map((row, index) => toStoredTeam(row, balances[index] ?? 0n, spend, now));
}
