import type { Reach } from '@tollgate/auth';
import type { Clock, Outcome } from '@tollgate/kernel';
import type { Author } from '../control/control-plane.js';
import { deleteKeys } from './delete-keys.js';
import { openWrittenWindows } from './holder-balance.js';
import { isBudgetKnown } from './is-budget-known.js';
import { judgeMember } from './judge-members.js';
import type { MemberSettings, StoredTeam, TeamProblem } from './stored-team.js';
import type { TeamJudge } from './team-judge.js';
import type { TeamRepository } from './team.repository.js';
import { toMemberColumns } from './team-row.js';
import { windowColumns } from './window-columns.js';

/** Members of teams. Each change is one of their team, with its audit row. */
export class TeamMemberRepository {
  constructor(
    private readonly teams: TeamRepository,
    private readonly clock: Clock,
  ) {}

  /** undefined: no team with that id within the reach. */
  update(
    teamId: string,
    userId: string,
    settings: MemberSettings,
    judge: TeamJudge,
    reach: Reach,
    author: Author,
  ): Promise<Outcome<StoredTeam, TeamProblem> | undefined> {
    return this.teams.change(teamId, reach, author, 'updated', async ({ tx, timeZone }, team) => {
      const row = team.members.find((member) => member.userId === userId);
      const error = row && judgeMember(team, row, settings, judge);
      if (error !== undefined) return { kind: 'refused', error };
      if (!(await isBudgetKnown(tx, settings.budgetId))) return { kind: 'unknown_budget' };
      const now = this.clock.now();
      const one = { where: { teamId_userId: { teamId, userId } }, include: { budget: true } } as const;
      const before = await tx.teamMember.findUniqueOrThrow(one);
      const window = windowColumns(settings, before, { now, timeZone });
      const columns = { ...toMemberColumns(settings), ...window, updatedAt: new Date(now) };
      const after = await tx.teamMember.update({ ...one, data: columns });
      const held = (member: typeof before) => ({ ...member, budget: member.budget ?? team.defaultMemberBudget });
      await openWrittenWindows(tx, 'team_member', { id: before.id, before: held(before), after: held(after) }, now);
      return undefined;
    });
  }

  /** Takes a member out, with his keys of the team. undefined: no team with that id within the reach. */
  delete(
    teamId: string,
    userId: string,
    reach: Reach,
    author: Author,
  ): Promise<Outcome<StoredTeam, TeamProblem> | undefined> {
    return this.teams.change(teamId, reach, author, 'updated', async (change) => {
      await deleteKeys(change, { teamId, userId }, author, new Date(this.clock.now()));
      await change.tx.teamMember.deleteMany({ where: { teamId, userId } });
      return undefined;
    });
  }
}
