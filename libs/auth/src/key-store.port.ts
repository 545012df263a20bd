import type { Principal, TokenIdentity } from '@tollgate/canonical';

/** Loads who a secret belongs to. The argument is the SHA-256 (hex) of the secret: a hash given by a client is hashed again before. */
export abstract class KeyStore {
  /** undefined: no such secret. Throws when the store cannot be asked. */
  abstract findByHash(hash: string): Promise<Principal | undefined>;

  /**
   * Who a verified token stands for: its user, its teams, its organization, as they are known here. undefined: one that it names is not, or
   * they do not belong together. Throws when the store cannot be asked.
   */
  abstract findByToken(identity: TokenIdentity): Promise<Principal | undefined>;
}
