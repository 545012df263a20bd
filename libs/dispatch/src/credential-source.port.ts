import type { Credential, Deployment, GatewayError } from '@tollgate/canonical';
import type { Outcome } from '@tollgate/kernel';

/** Of a deployment, what its credential is known and told by. */
export type CredentialHolder = Pick<Deployment, 'id' | 'group' | 'credential' | 'tls'>;

/** Gives what a deployment's requests are signed with: its credential, with a fresh token where one is fetched for it. */
export abstract class CredentialSource {
  /**
   * At once where no token is needed or a valid one is at hand; a promise only where the first one has to be fetched. Never throws and never
   * rejects: without a token it fails with `upstream_auth_failed`, which says whose.
   */
  abstract credentialOf(
    deployment: CredentialHolder,
  ): Outcome<Credential, GatewayError> | Promise<Outcome<Credential, GatewayError>>;
}
