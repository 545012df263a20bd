import { extractCredential, type Authenticator, type RequestHeaders, type UiSessions } from '@tollgate/auth';
import type { GatewayError, Principal } from '@tollgate/canonical';
import { fail, type Outcome } from '@tollgate/kernel';
import { refuseCrossSite, sessionOf } from './session-cookie.js';

export interface CredentialSettings {
  /** `general_settings.litellm_key_header_name`: the only header that is looked at, where it is set. */
  readonly litellmKeyHeaderName?: string;
}

/**
 * Who sent a request: the data plane's extraction and judgement, both, so that no key means two things; where it shows no key, the session that
 * its browser is in.
 */
export class AdminAuthenticator {
  constructor(
    private readonly authenticator: Pick<Authenticator, 'authenticate' | 'isMaster'>,
    private readonly settings: CredentialSettings,
    private readonly sessions: Pick<UiSessions, 'authenticate'>,
  ) {}

  /** Whether a secret that somebody wants for a key is the master key. */
  isMaster(secret: string): boolean {
    return this.authenticator.isMaster(secret);
  }

  /** Refusals (401, or 503 when the key store cannot be asked) are values. */
  async authenticate(method: string, headers: RequestHeaders): Promise<Outcome<Principal, GatewayError>> {
    const secret = extractCredential(headers, this.settings);
    if (!secret.ok) return secret;
    const session = secret.value === undefined ? sessionOf(headers) : undefined;
    if (session === undefined) return this.authenticator.authenticate(secret.value);
    const refusal = refuseCrossSite(method, headers);
    return refusal === undefined ? this.sessions.authenticate(session) : fail(refusal);
  }
}
