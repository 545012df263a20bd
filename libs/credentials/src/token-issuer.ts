import type { Credential } from '@tollgate/canonical';
import type { Instant } from '@tollgate/kernel';

export interface IssuedToken {
  readonly token: string;
  readonly expiresAt: Instant;
}

/** Fetches tokens for one kind of credential. */
export interface TokenIssuer {
  /** What tells one identity from another; undefined where the credential needs no token of this issuer. */
  identify(credential: Credential): string | undefined;
  /** Throws when there is none to be had; the error's message is for the operator and holds no secret. */
  issue(credential: Credential): Promise<IssuedToken>;
  /** The credential that the provider signs with. */
  apply(credential: Credential, token: string): Credential;
}
