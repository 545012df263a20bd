import type { UserRole } from '@tollgate/canonical';
import { fail, type IdSource, type Outcome, succeed } from '@tollgate/kernel';
import type { AdminChange, Author } from '../control/control-plane.js';
import { anchorColumns } from './key-money.js';
import type { MemberProblem, NewMember } from './stored-team.js';
import { withBigCounts } from './team-row.js';

/** What users become who are made on the way. */
export interface NewUsers {
  readonly role: UserRole;
  /** Models of their own keys; empty: all. */
  readonly models: readonly string[];
}

interface Making {
  readonly author: Author;
  readonly now: Date;
  readonly ids: IdSource;
  readonly newUsers: NewUsers;
}

/** Writes memberships within an admin transaction, in their order; users who are not there yet are made, with their audit rows. */
export async function addMembers(
  change: AdminChange,
  teamId: string,
  members: readonly NewMember[],
  making: Making,
): Promise<Outcome<undefined, MemberProblem>> {
  const { now } = making;
  for (const [index, member] of members.entries()) {
    const userId = await findOrMakeUser(change, member, making);
    const key = { teamId_userId: { teamId, userId } };
    if ((await change.tx.teamMember.findUnique({ where: key, select: { id: true } })) !== null)
      return fail({ kind: 'already_member', member });
    // members are shown in the order in which they came
    const createdAt = new Date(now.getTime() + index);
    const settings = member.settings ?? {};
    await change.tx.teamMember.create({
      data: {
        ...withBigCounts(settings),
        ...anchorColumns(settings.budgetDuration, now.getTime()),
        teamId,
        userId,
        role: member.role,
        createdAt,
        updatedAt: createdAt,
      },
    });
  }
  return succeed(undefined);
}

async function findOrMakeUser(
  change: AdminChange,
  { userId, email }: NewMember,
  { author, now, ids, newUsers }: Making,
): Promise<string> {
  const address = email?.toLowerCase();
  const where = userId !== undefined ? { id: userId } : { email: address ?? '' };
  const found = await change.tx.appUser.findUnique({ where, select: { id: true } });
  if (found !== null) return found.id;
  const id = userId ?? ids.newId();
  const taken = address === undefined ? null : await change.tx.appUser.findUnique({ where: { email: address } });
  const user = {
    id,
    email: taken === null ? (address ?? null) : null,
    role: newUsers.role,
    models: [...newUsers.models],
  };
  const authorship = { createdAt: now, createdBy: author.name, updatedAt: now, updatedBy: author.name };
  await change.tx.appUser.create({ data: { ...user, ...authorship } });
  change.touch('user', id);
  change.note({ action: 'created', resource: 'user', objectId: id, before: null, after: user });
  return id;
}
