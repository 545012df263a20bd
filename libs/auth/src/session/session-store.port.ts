import type { UserRole } from '@tollgate/canonical';
import type { Instant } from '@tollgate/kernel';

/** Somebody who has signed in. */
export interface Session {
  readonly userId: string;
  readonly role: UserRole;
  readonly expiresAt: Instant;
}

/** Sessions by the hash of their secret. Every method rejects when the store cannot be asked. */
export abstract class SessionStore {
  /** Those that have ended are forgotten with it. */
  abstract open(hash: string, session: Session): Promise<void>;
  abstract find(hash: string): Promise<Session | undefined>;
  /** One that is not there is no fault. */
  abstract end(hash: string): Promise<void>;
}
