import { createHash } from 'node:crypto';
import { type Credential, GatewayError } from '@tollgate/canonical';
import { type CredentialHolder, CredentialSource } from '@tollgate/dispatch';
import { type Clock, fail, type Outcome, succeed } from '@tollgate/kernel';
import type { Logger } from '@tollgate/telemetry';
import { TokenCell } from './token-cell.js';
import type { TokenIssuer } from './token-issuer.js';

/** Identities kept at once; configuration has few, and rotates them. */
const CELLS_MAX = 1_000;

/** Credentials of deployments, with a fresh token where an issuer fetches one. */
export class FreshCredentials extends CredentialSource {
  private readonly cells = new Map<string, TokenCell>();

  constructor(
    private readonly issuers: readonly TokenIssuer[],
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    super();
  }

  override credentialOf(
    deployment: CredentialHolder,
  ): Outcome<Credential, GatewayError> | Promise<Outcome<Credential, GatewayError>> {
    const { credential } = deployment;
    for (const [number, issuer] of this.issuers.entries()) {
      const identity = issuer.identify(credential);
      if (identity === undefined) continue;
      const token = this.cellOf(`${number} ${identity}`, issuer, deployment).read();
      if (typeof token === 'string') return succeed(issuer.apply(credential, token));
      return token.then(
        (fetched) => succeed(issuer.apply(credential, fetched)),
        (error: unknown) => fail(this.noToken(deployment, error)),
      );
    }
    return succeed(credential);
  }

  private cellOf(identity: string, issuer: TokenIssuer, { id, credential, tls }: CredentialHolder): TokenCell {
    const authorities = tls?.authorities;
    // an identity holds a secret, which is kept here no longer than its deployment keeps it
    const key = createHash('sha256')
      .update(`${identity} ${authorities ?? ''}`)
      .digest('base64');
    const known = this.cells.get(key);
    if (known !== undefined) return known;
    if (this.cells.size >= CELLS_MAX) this.cells.clear();
    const cell = new TokenCell(
      () => issuer.issue(credential, authorities === undefined ? undefined : { authorities }),
      this.clock,
      (error) =>
        this.logger.warn(
          { deployment: id, reason: messageOf(error) },
          'a token could not be renewed; the old one holds',
        ),
    );
    this.cells.set(key, cell);
    return cell;
  }

  private noToken({ id, group }: CredentialHolder, error: unknown): GatewayError {
    const reason = messageOf(error);
    this.logger.warn({ deployment: id, reason }, 'no token for a deployment');
    return new GatewayError('upstream_auth_failed', {
      message: `The gateway's own credential for deployment ${id} of '${group}' got no token, so nothing was sent (your key is fine).`,
      detail: reason,
      cause: error,
    });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
