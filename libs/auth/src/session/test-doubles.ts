import { type PasswordHolder, type Session, SessionStore } from './session-store.port.js';

/** Sessions in memory. */
export class FakeSessionStore extends SessionStore {
  readonly sessions = new Map<string, Session>();

  readonly holders = new Map<string, PasswordHolder>();

  override findHolder(name: string): Promise<PasswordHolder | undefined> {
    return Promise.resolve(this.holders.get(name));
  }

  override open(hash: string, session: Session, passwordHash?: string): Promise<boolean> {
    const isCurrent = passwordHash === undefined || this.holders.get(session.userId)?.passwordHash === passwordHash;
    if (isCurrent) this.sessions.set(hash, session);
    return Promise.resolve(isCurrent);
  }

  override find(hash: string): Promise<Session | undefined> {
    return Promise.resolve(this.sessions.get(hash));
  }

  override end(hash: string): Promise<void> {
    this.sessions.delete(hash);
    return Promise.resolve();
  }
}
