import type { UserRole } from '@tollgate/canonical';
import type { Instant } from '@tollgate/kernel';

/** Somebody who has signed in. */
export interface Session {
  readonly userId: string;
  readonly role: UserRole;
  readonly expiresAt: Instant;
}

/** Somebody with a password of his own. */
export interface PasswordHolder {
  readonly userId: string;
  readonly role: UserRole;
  readonly passwordHash: string;
}

/** Sessions by the hash of their secret. Every method rejects when the store cannot be asked. */
export abstract class SessionStore {
  /** Who signs in under a name, by his id or his address; undefined: nobody who may. */
  abstract findHolder(name: string): Promise<PasswordHolder | undefined>;
  /**
   * Those that have ended are forgotten with it. `passwordHash` is what the session's user has shown the password of; false: it is another
   * by now, and no session was opened.
   */
  abstract open(hash: string, session: Session, passwordHash?: string): Promise<boolean>;
  abstract find(hash: string): Promise<Session | undefined>;
  /** One that is not there is no fault. */
  abstract end(hash: string): Promise<void>;
}
