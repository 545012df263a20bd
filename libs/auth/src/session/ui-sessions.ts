import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { GatewayError, type Principal, type TokenIdentity } from '@tollgate/canonical';
import { type Clock, fail, type Outcome, succeed } from '@tollgate/kernel';
import { generateSecret } from '../generate-secret.js';
import { hashSecret } from '../hash-secret.js';
import type { KeyCache } from '../key-cache.js';
import { letIn } from '../let-in.js';
import { LoginAttempts } from './login-attempts.js';
import type { Session, SessionStore } from './session-store.port.js';

/** How long a session lasts: LiteLLM's `LITELLM_UI_SESSION_DURATION`. */
export const SESSION_MS = 86_400_000;
/** LiteLLM's user of the master key. */
const ADMIN = 'default_user_id';

export interface UiCredentials {
  readonly username: string;
  readonly password: string;
}

export interface OpenedSession extends Session {
  /** Shown once. */
  readonly secret: string;
}

/**
 * Sessions of people on the admin API: opened with the operator's name and password (LiteLLM's `UI_USERNAME` and `UI_PASSWORD`), for a day.
 * A session's hash is keyed by the password, so that a new one ends every session of the old. Who a session is of is found as the caller
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

  /** 401 for a wrong name or password, 429 for an address that has guessed too often. Rejects when the store cannot be asked. */
  async login(given: UiCredentials, address: string): Promise<Outcome<OpenedSession, GatewayError>> {
    const waitMs = this.attempts.waitOf(address);
    if (waitMs !== undefined) return fail(tooManyAttempts(waitMs));
    const { credentials } = this;
    const [name, password] = [
      isSame(given.username, credentials.username),
      isSame(given.password, credentials.password),
    ];
    if (!name || !password) {
      this.attempts.failed(address);
      return fail(invalidCredentials());
    }
    this.attempts.succeeded(address);
    const session = { userId: ADMIN, role: 'proxy_admin', expiresAt: this.clock.now() + SESSION_MS } as const;
    const secret = generateSecret();
    await this.store.open(this.hashOf(secret), session);
    return succeed({ ...session, secret });
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

/** It manages, and calls no model. */
function identityOf({ userId, role }: Pick<Session, 'userId' | 'role'>): TokenIdentity {
  return {
    issuer: 'session',
    userId,
    role,
    teamIds: [],
    createsUser: false,
    models: ['no-default-models'],
    allowedRoutes: [],
  };
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
