import type { UserRole } from '@tollgate/canonical';
import type { IdSource } from '@tollgate/kernel';
import type { AdminChange, Author } from '../control/control-plane.js';

/** What users become who are made on the way. */
export interface NewUsers {
  readonly role: UserRole;
  /** Models of their own keys; empty: all. */
  readonly models: readonly string[];
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
