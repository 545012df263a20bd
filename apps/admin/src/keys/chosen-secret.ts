import { invalidChosenSecret, type Reach, validateChosenSecret } from '@tollgate/auth';
import { GatewayError } from '@tollgate/canonical';
import type { AdminAuthenticator } from '../access/admin-authenticator.js';

/** A secret that the caller chose. The master key is taken, like that of another key. One of the wrong form has LiteLLM's type (transcript key-generate-defaults-and-errors). */
export function readChosenSecret(
  secret: string,
  reach: Reach,
  authenticator: Pick<AdminAuthenticator, 'isMaster'>,
): string {
  if (authenticator.isMaster(secret)) throw invalidChosenSecret();
  const judged = validateChosenSecret(secret, reach.kind === 'all' ? 'proxy_admin' : 'internal_user');
  if (judged.ok) return judged.value;
  if (secret.startsWith('sk-')) throw judged.error;
  throw new GatewayError('bad_request', { message: judged.error.message, type: 'internal_server_error' });
}
