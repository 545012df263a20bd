import { GatewayError } from '@tollgate/canonical';

/** The store of owners is away: for a promise's `catch`. */
export function ownerUnknown(cause: unknown): never {
  throw new GatewayError('store_unavailable', {
    message: 'Whose this object is cannot be looked up now. Try again.',
    cause,
    retryAfterMs: 1000,
  });
}
