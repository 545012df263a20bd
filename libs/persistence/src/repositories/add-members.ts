import { fail, type Outcome, succeed } from '@tollgate/kernel';
import type { AdminChange } from '../control/control-plane.js';
import { findOrMakeUser, type UserMaking } from './find-or-make-user.js';
import { isBudgetKnown } from './is-budget-known.js';
import type { MemberProblem, NewMember } from './stored-team.js';
import { toMemberColumns } from './team-row.js';
import { windowColumns } from './window-columns.js';

/** Writes memberships within an admin transaction, in their order; users who are not there yet are made, with their audit rows. */
export async function addMembers(
  change: AdminChange,
  teamId: string,
  members: readonly NewMember[],
  making: UserMaking,
): Promise<Outcome<undefined, MemberProblem>> {
  const { now } = making;
  for (const [index, member] of members.entries()) {
    const found = await findOrMakeUser(change, member, making);
    if (!found.ok) return found;
    const { userId, showsUser } = found.value;
    const key = { teamId_userId: { teamId, userId } };
    if ((await change.tx.teamMember.findUnique({ where: key, select: { id: true } })) !== null)
      return fail({ kind: 'already_member', member });
    // members are shown in the order in which they came
    const createdAt = new Date(now.getTime() + index);
    const settings = member.settings ?? {};
    if (!(await isBudgetKnown(change.tx, settings.budgetId))) return fail({ kind: 'unknown_budget' });
    await change.tx.teamMember.create({
      data: {
        ...toMemberColumns(settings),
        ...windowColumns(settings, null, { now: now.getTime(), timeZone: change.timeZone }),
        teamId,
        userId,
        showsUser,
        role: member.role,
        createdAt,
        updatedAt: createdAt,
      },
    });
  }
  return succeed(undefined);
}
