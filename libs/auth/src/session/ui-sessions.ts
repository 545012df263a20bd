import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { GatewayError, type Principal, type TokenIdentity } from '@tollgate/canonical';
import { type Clock, fail, type Outcome, succeed } from '@tollgate/kernel';
import { generateSecret } from '../generate-secret.js';
import { hashSecret } from '../hash-secret.js';
import type { KeyCache } from '../key-cache.js';
import { letIn } from '../let-in.js';
import { LoginAttempts } from './login-attempts.js';
import { isPassword } from './password-hash.js';
import type { PasswordHolder, Session, SessionStore } from './session-store.port.js';

/** How long a session lasts: LiteLLM's `LITELLM_UI_SESSION_DURATION`. */
export const SESSION_MS = 86_400_000;
/** LiteLLM's user of the master key. */
const ADMIN = 'default_user_id';
/** Of the identities that sessions stand for. */
export const SESSION_ISSUER = 'session';

export interface UiCredentials {
  readonly username: string;
  readonly password: string;
}

export interface OpenedSession extends Session {
  /** Shown once. */
  readonly secret: string;
}

/**
 * Sessions of people on the admin API: opened for a day with the operator's name and password (LiteLLM's `UI_USERNAME` and `UI_PASSWORD`), or
 * with a user's own. A session's hash is keyed by the operator's, so that a new one ends every session; a user's new one ends those of the user. Who a session is of is found as the caller
 * of a token is.
 */
export class UiSessions {
  private readonly attempts: LoginAttempts;

  constructor(
    private readonly store: SessionStore,
    private readonly callers: Pick<KeyCache, 'find'>,
    private readonly clock: Clock,
    private readonly credentials: UiCredentials,
  ) {
    this.attempts = new LoginAttempts(clock);
  }

  /** 401 for a wrong name or password, 429 for an address that has guessed too often at the name, or at many. Rejects when the store cannot be asked. */
  async login(given: UiCredentials, address: string): Promise<Outcome<OpenedSession, GatewayError>> {
    const open = () =>
      this.isOperator(given) ? this.open({ userId: ADMIN, role: 'proxy_admin' }) : this.loginUser(given);
    const judged = await this.attempts.judge(address, open, given.username);
    if (!judged.ok) return fail(tooManyAttempts(judged.error));
    return judged.value === undefined ? fail(invalidCredentials()) : succeed(judged.value);
  }

  /** A session of a user who has just shown, or set, the password of this hash; undefined: it is another by now. */
  openFor({ userId, role, passwordHash }: PasswordHolder): Promise<OpenedSession | undefined> {
    // the operator's own session is by his password alone
    return userId === ADMIN ? Promise.resolve(undefined) : this.open({ userId, role }, passwordHash);
  }

  private async loginUser({ username, password }: UiCredentials): Promise<OpenedSession | undefined> {
    const holder = await this.store.findHolder(username);
    const isRight = await isPassword(password, holder?.passwordHash);
    return holder !== undefined && isRight ? this.openFor(holder) : undefined;
  }

  private isOperator(given: UiCredentials): boolean {
    const { username, password } = this.credentials;
    const [name, word] = [isSame(given.username, username), isSame(given.password, password)];
    return name && word;
  }

  private async open(who: Pick<Session, 'userId' | 'role'>, passwordHash?: string): Promise<OpenedSession | undefined> {
    const session = { ...who, expiresAt: this.clock.now() + SESSION_MS };
    const secret = generateSecret();
    const isOpen = await this.store.open(this.hashOf(secret), session, passwordHash);
    return isOpen ? { ...session, secret } : undefined;
  }

  /** 401 for a session that has ended, 503 when its user cannot be looked up. Rejects when the store cannot be asked. */
  async authenticate(secret: string): Promise<Outcome<Principal, GatewayError>> {
    const session = await this.store.find(this.hashOf(secret));
    if (session === undefined || session.expiresAt <= this.clock.now()) return fail(sessionEnded());
    const identity = identityOf(session);
    const found = await this.callers.find(
      hashSecret(JSON.stringify(['session', session.userId, session.role])),
      identity,
    );
    return letIn(found, this.clock.now(), sessionEnded);
  }

  async logout(secret: string): Promise<void> {
    await this.store.end(this.hashOf(secret));
  }

  private hashOf(secret: string): string {
    return createHmac('sha256', digest(this.credentials.password)).update(secret).digest('hex');
  }
}

/** The operator's own manages, and calls no model; a user is what he is by now, and calls none since no such door takes sessions. */
function identityOf({ userId, role }: Pick<Session, 'userId' | 'role'>): TokenIdentity {
  const anybody = {
    issuer: SESSION_ISSUER,
    userId,
    teamIds: [],
    createsUser: false,
    allowedRoutes: [],
    isUnlimited: true as const,
  };
  return userId === ADMIN ? { ...anybody, role, models: ['no-default-models'] } : { ...anybody, models: [] };
}

/** In a time that tells nothing of either. */
function isSame(one: string, other: string): boolean {
  return timingSafeEqual(digest(one), digest(other));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** LiteLLM's words (`/v2/login`). */
function invalidCredentials(): GatewayError {
  return new GatewayError('invalid_credentials', {
    message: "Invalid credentials used to access UI.\nCheck 'UI_USERNAME', 'UI_PASSWORD' in .env file",
    param: 'invalid_credentials',
  });
}

function sessionEnded(): GatewayError {
  return new GatewayError('invalid_credentials', {
    message: 'Authentication Error, The session has ended. Sign in again.',
    param: 'None',
  });
}

function tooManyAttempts(retryAfterMs: number): GatewayError {
  const message = 'Too many wrong passwords from this address. Wait, and try again.';
  return new GatewayError('rate_limited', { message, param: 'None', retryAfterMs });
}
