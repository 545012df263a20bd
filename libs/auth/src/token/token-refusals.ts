import { GatewayError } from '@tollgate/canonical';

/** A token that is not what it has to be. The reason names no value of it. */
export function invalidToken(reason: string): GatewayError {
  return new GatewayError('invalid_token', {
    message: `Authentication Error, Token validation failed: ${reason}`,
    param: 'None',
  });
}

/** A token that is good, of a caller who is not let in. */
export function tokenNotAllowed(reason: string): GatewayError {
  return new GatewayError('token_not_allowed', { message: `Authentication Error, ${reason}`, param: 'None' });
}

/** Nobody can say whether it is good: never a 401, which makes clients log in again. */
export function keysOfIssuerUnavailable(cause: unknown): GatewayError {
  return new GatewayError('store_unavailable', {
    message: "The identity provider's keys cannot be read at the moment. Try again.",
    detail: 'no key set could be read',
    cause,
    retryAfterMs: 1000,
  });
}
