import type { JsonObject } from '@tollgate/kernel';
import { isName } from '../validation/is-name.js';

/** A user by id or e-mail address, or by both. */
interface NamedUser {
  readonly userId?: string;
  readonly email?: string;
}

/** Whom `user_id` and `user_email` of a member name; undefined: nobody. */
export function readNamedUser({ user_id: userId, user_email: email }: JsonObject): NamedUser | undefined {
  const names = [userId, email].filter((name) => name != null);
  if (names.length === 0 || !names.every(isName)) return undefined;
  return { ...(isName(userId) && { userId }), ...(isName(email) && { email }) };
}
