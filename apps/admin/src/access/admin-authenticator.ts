import { extractCredential, type Authenticator, type RequestHeaders } from '@tollgate/auth';
import type { GatewayError, Principal } from '@tollgate/canonical';
import type { Outcome } from '@tollgate/kernel';

export interface CredentialSettings {
  /** `general_settings.litellm_key_header_name`: the only header that is looked at, where it is set. */
  readonly litellmKeyHeaderName?: string;
}

/** Who sent these headers: the data plane's extraction and judgement, both, so that no key means two things. */
export class AdminAuthenticator {
  constructor(
    private readonly authenticator: Pick<Authenticator, 'authenticate'>,
    private readonly settings: CredentialSettings,
  ) {}

  /** Refusals (401, or 503 when the key store cannot be asked) are values. */
  async authenticate(headers: RequestHeaders): Promise<Outcome<Principal, GatewayError>> {
    const secret = extractCredential(headers, this.settings);
    return secret.ok ? this.authenticator.authenticate(secret.value) : secret;
  }
}
