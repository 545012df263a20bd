import { GatewayError } from '@tollgate/canonical';
import type { Exchange } from '../http/exchange.js';

/**
 * Why a request ended that nobody waits for any more: its client went away, or its key, or the right to the model, was taken away while it was
 * being answered (`revoke_live_streams`), which a client that is still there is told.
 */
export function goneError({ revoked }: Pick<Exchange, 'revoked'>): GatewayError {
  if (!revoked) return new GatewayError('client_closed', { message: 'The client closed the connection.' });
  return new GatewayError('blocked_key', {
    message:
      'Authentication Error, while the request ran this key was blocked, was deleted, expired, or lost the right to this model.',
  });
}
