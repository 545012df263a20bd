import type { Reach } from '@tollgate/auth';
import type { UserRole } from '@tollgate/canonical';
import { fail, type IdSource, type Outcome, succeed } from '@tollgate/kernel';
import type { AdminChange, Author } from '../control/control-plane.js';
import { findHolderOfId, isAddress, isAddressOfAnother, type UserIdProblem } from './address-ids.js';
import type { UserSettings } from './stored-user.js';
import { toAuditedUser, toUserColumns, USER_INCLUDE } from './user-row.js';
import { visibleUsers } from './visible-users.js';
import { windowColumns } from './window-columns.js';

/** What users become who are made on the way. */
export interface NewUsers extends Pick<
  UserSettings,
  'models' | 'maxBudgetNano' | 'budgetDuration' | 'tpmLimit' | 'rpmLimit' | 'maxParallelRequests'
> {
  readonly role: UserRole;
  /** Who is made may have an id of the form of an e-mail address: only those who govern everything say who has which. */
  readonly addressIds?: boolean;
}

export interface UserMaking {
  readonly author: Author;
  readonly now: Date;
  readonly ids: IdSource;
  readonly newUsers: NewUsers;
  /** Of who names the user. */
  readonly reach: Reach;
}

/** A user as a new member: `showsUser` is false where he was named by his id alone by one who does not see him, and may have guessed it. */
export interface NamedMember {
  readonly userId: string;
  readonly showsUser: boolean;
}

/**
 * A user by id or e-mail address (his, else the id that it is); who is not there yet is made within the admin transaction, with his audit
 * row. An address that is another user's already, or his id, is left out.
 */
export async function findOrMakeUser(
  change: AdminChange,
  { userId, email }: { readonly userId?: string; readonly email?: string },
  { author, now, ids, newUsers: { addressIds = false, ...newUsers }, reach }: UserMaking,
): Promise<Outcome<NamedMember, UserIdProblem>> {
  const address = email?.toLowerCase();
  const where = userId !== undefined ? { id: userId } : { email: address ?? '' };
  const found = await change.tx.appUser.findUnique({ where, select: { id: true, email: true } });
  if (found !== null) {
    const isSaid = address !== undefined && found.email === address;
    return succeed({ userId: found.id, showsUser: isSaid || (await isVisible(change, found.id, reach)) });
  }
  const holder = address === undefined ? undefined : await findHolderOfId(change.tx, address);
  if (userId === undefined && holder !== undefined)
    return succeed({ userId: holder, showsUser: await isVisible(change, holder, reach) });
  // one answer for both: whose address it is, is not for everybody
  if (userId !== undefined && isAddress(userId) && (!addressIds || (await isAddressOfAnother(change.tx, userId))))
    return fail({ kind: 'id_is_address', id: userId });
  const id = userId ?? ids.newId();
  const taken = address === undefined ? null : await change.tx.appUser.findUnique({ where: { email: address } });
  const free = taken === null && holder === undefined ? (address ?? null) : null;
  const authorship = { createdAt: now, createdBy: author.name, updatedAt: now, updatedBy: author.name };
  const window = windowColumns(newUsers, null, { now: now.getTime(), timeZone: change.timeZone });
  const data = { ...toUserColumns(newUsers), ...window, ...authorship, id, email: free };
  const row = await change.tx.appUser.create({ data, include: USER_INCLUDE });
  change.touch('user', id);
  change.note({ action: 'created', resource: 'user', objectId: id, before: null, after: toAuditedUser(row) });
  return succeed({ userId: id, showsUser: true });
}

async function isVisible({ tx }: AdminChange, id: string, reach: Reach): Promise<boolean> {
  return (await tx.appUser.findFirst({ where: { AND: [{ id }, visibleUsers(reach)] }, select: { id: true } })) !== null;
}
