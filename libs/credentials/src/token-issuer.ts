import type { Credential, TlsSettings } from '@tollgate/canonical';
import type { Instant } from '@tollgate/kernel';

/** Of a deployment's TLS settings, what holds for whoever issues its tokens too. */
export type TrustedAuthorities = Pick<TlsSettings, 'authorities'>;

export interface IssuedToken {
  readonly token: string;
  readonly expiresAt: Instant;
}

/** Fetches tokens for one kind of credential. */
export interface TokenIssuer {
  /** What tells one identity from another; undefined where the credential needs no token of this issuer. */
  identify(credential: Credential): string | undefined;
  /**
   * Throws when there is none to be had; the error's message is for the operator and holds no secret. `tls` says whose certificates are
   * believed, never that none is checked: what is sent there is a secret.
   */
  issue(credential: Credential, tls?: TrustedAuthorities): Promise<IssuedToken>;
  /** The credential that the provider signs with. */
  apply(credential: Credential, token: string): Credential;
}
