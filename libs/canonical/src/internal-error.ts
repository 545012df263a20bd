import { GatewayError } from './gateway-error.js';

/** A fault of the gateway's own: the client is told no more than that, the log all of it. */
export function internalError(cause: unknown): GatewayError {
  return new GatewayError('internal_error', { message: 'Internal error.', cause, detail: String(cause) });
}
