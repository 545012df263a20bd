import { fail, type IdSource, type Outcome, succeed } from '@tollgate/kernel';
import type { AdminChange, Author } from '../control/control-plane.js';
import { anchorColumns } from './key-money.js';
import type { MemberProblem, NewMember } from './stored-team.js';
import { withBigCounts } from './team-row.js';

/** Writes memberships within an admin transaction, in their order; users who are not there yet are made, with their audit rows. */
export async function addMembers(
  change: AdminChange,
  teamId: string,
  members: readonly NewMember[],
  { author, now, ids }: { readonly author: Author; readonly now: Date; readonly ids: IdSource },
): Promise<Outcome<undefined, MemberProblem>> {
  for (const [index, member] of members.entries()) {
    const userId = await findOrMakeUser(change, member, author, now, ids);
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

/** A user who is made on the way has the least role. */
async function findOrMakeUser(
  change: AdminChange,
  { userId, email }: NewMember,
  author: Author,
  now: Date,
  ids: IdSource,
): Promise<string> {
  const address = email?.toLowerCase();
  const where = userId !== undefined ? { id: userId } : { email: address ?? '' };
  const found = await change.tx.appUser.findUnique({ where, select: { id: true } });
  if (found !== null) return found.id;
  const id = userId ?? ids.newId();
  const taken = address === undefined ? null : await change.tx.appUser.findUnique({ where: { email: address } });
  const user = { id, email: taken === null ? (address ?? null) : null, role: 'internal_user' } as const;
  const authorship = { createdAt: now, createdBy: author.name, updatedAt: now, updatedBy: author.name };
  await change.tx.appUser.create({ data: { ...user, ...authorship } });
  change.touch('user', id);
  change.note({ action: 'created', resource: 'user', objectId: id, before: null, after: user });
  return id;
}
