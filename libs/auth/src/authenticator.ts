import { timingSafeEqual } from 'node:crypto';
import { fail, succeed, type Clock, type Outcome } from '@tollgate/kernel';
import type { GatewayError, Principal } from '@tollgate/canonical';
import { keysUnavailable, noCredentials, notAKey, unknownKey, type KeyHint } from './auth-refusals.js';
import type { EpochPoller } from './epoch-poller.js';
import { hashSecret } from './hash-secret.js';
import type { KeyCache } from './key-cache.js';
import { letIn } from './let-in.js';
import { anonymousPrincipal, masterPrincipal } from './principals.js';
import type { TokenAuthenticator } from './token/token-authenticator.js';

export interface AuthenticatorSettings {
  /** undefined: none is configured. */
  readonly masterKey?: string;
  readonly masterUserId?: string;
  /** `--no-auth`: any key or none is served. */
  readonly noAuth: boolean;
  /** Added to refusals where no master key was given: names `--no-auth` and the key's file. */
  readonly hint?: string;
}

/**
 * From a caller's secret to who is calling; the same for the pipeline and the admin's Passport strategies. The secret is always
 * hashed, so a hash is no credential. Blocked and expired keys are judged at each use.
 */
export class Authenticator {
  private readonly master: { readonly digest: Buffer; readonly principal: Principal } | undefined;
  private readonly hint: KeyHint;

  constructor(
    private readonly keys: KeyCache,
    private readonly epochs: Pick<EpochPoller, 'isStale'>,
    private readonly clock: Clock,
    private readonly settings: AuthenticatorSettings,
    /** undefined: no tokens are taken. */
    private readonly tokens?: Pick<TokenAuthenticator, 'recognises' | 'authenticate'>,
  ) {
    this.hint = settings.hint;
    if (settings.masterKey === undefined) return;
    const hash = hashSecret(settings.masterKey);
    this.master = { digest: Buffer.from(hash, 'hex'), principal: masterPrincipal(hash, settings.masterUserId) };
  }

  /** `secret` as `extractCredential` found it. 401 for whoever is unknown, blocked or expired; 503 when that cannot be found out. */
  async authenticate(secret: string | undefined): Promise<Outcome<Principal, GatewayError>> {
    const hash = hashSecret(secret ?? '');
    const master = this.findMaster(hash);
    if (secret !== undefined && master !== undefined) return succeed(master);
    if (this.settings.noAuth) return succeed(anonymousPrincipal(hash));
    if (secret === undefined) return fail(noCredentials(this.hint));
    const isToken = this.tokens?.recognises(secret) === true;
    if (!isToken && !secret.startsWith('sk-')) return fail(notAKey(secret, this.hint));
    if (this.epochs.isStale()) return fail(keysUnavailable('the epoch has not been read for longer than the grace'));
    return isToken ? this.tokens.authenticate(secret, hash) : this.authenticateKey(secret, hash);
  }

  private async authenticateKey(secret: string, hash: string): Promise<Outcome<Principal, GatewayError>> {
    const found = await this.keys.find(hash);
    return letIn(found, this.clock.now(), () => unknownKey(secret, this.hint));
  }

  /** Whether a secret is the master key: no key may have it, since whoever knows it is not that key. */
  isMaster(secret: string): boolean {
    return this.findMaster(hashSecret(secret)) !== undefined;
  }

  /** Compared in constant time. */
  private findMaster(hash: string): Principal | undefined {
    if (this.master === undefined) return undefined;
    return timingSafeEqual(this.master.digest, Buffer.from(hash, 'hex')) ? this.master.principal : undefined;
  }
}
