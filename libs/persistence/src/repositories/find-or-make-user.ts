import type { UserRole } from '@tollgate/canonical';
import type { IdSource } from '@tollgate/kernel';
import type { AdminChange, Author } from '../control/control-plane.js';
import type { UserSettings } from './stored-user.js';
import { toAuditedUser, toUserColumns, USER_INCLUDE } from './user-row.js';
import { windowColumns } from './window-columns.js';

/** What users become who are made on the way. */
export interface NewUsers extends Pick<
  UserSettings,
  'models' | 'maxBudgetNano' | 'budgetDuration' | 'tpmLimit' | 'rpmLimit' | 'maxParallelRequests'
> {
  readonly role: UserRole;
}

export interface UserMaking {
  readonly author: Author;
  readonly now: Date;
  readonly ids: IdSource;
  readonly newUsers: NewUsers;
}

/** Own id of a user by id or e-mail address; who is not there yet is made within the admin transaction, with its audit row. */
export async function findOrMakeUser(
  change: AdminChange,
  { userId, email }: { readonly userId?: string; readonly email?: string },
  { author, now, ids, newUsers }: UserMaking,
): Promise<string> {
  const address = email?.toLowerCase();
  const where = userId !== undefined ? { id: userId } : { email: address ?? '' };
  const found = await change.tx.appUser.findUnique({ where, select: { id: true } });
  if (found !== null) return found.id;
  const id = userId ?? ids.newId();
  const taken = address === undefined ? null : await change.tx.appUser.findUnique({ where: { email: address } });
  const free = taken === null ? (address ?? null) : null;
  const authorship = { createdAt: now, createdBy: author.name, updatedAt: now, updatedBy: author.name };
  const window = windowColumns(newUsers, null, { now: now.getTime(), timeZone: change.timeZone });
  const data = { ...toUserColumns(newUsers), ...window, ...authorship, id, email: free };
  const row = await change.tx.appUser.create({ data, include: USER_INCLUDE });
  change.touch('user', id);
  change.note({ action: 'created', resource: 'user', objectId: id, before: null, after: toAuditedUser(row) });
  return id;
}
