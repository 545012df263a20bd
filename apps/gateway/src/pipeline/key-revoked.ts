import { GatewayError } from '@tollgate/canonical';

/** Told to a client whose key was taken away while it was being answered (`revoke_live_streams`). */
export function keyRevoked(): GatewayError {
  return new GatewayError('blocked_key', {
    message: 'Authentication Error, this key was blocked, deleted or has expired while the request ran.',
  });
}
