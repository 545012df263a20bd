import { type Session, SessionStore } from './session-store.port.js';

/** Sessions in memory. */
export class FakeSessionStore extends SessionStore {
  readonly sessions = new Map<string, Session>();

  override open(hash: string, session: Session): Promise<void> {
    this.sessions.set(hash, session);
    return Promise.resolve();
  }

  override find(hash: string): Promise<Session | undefined> {
    return Promise.resolve(this.sessions.get(hash));
  }

  override end(hash: string): Promise<void> {
    this.sessions.delete(hash);
    return Promise.resolve();
  }
}
