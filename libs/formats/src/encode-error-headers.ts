import type { GatewayError } from '@tollgate/canonical';

/** Statuses that the official SDKs try again by themselves unless told otherwise. */
const RETRIED_BY_CLIENTS = new Set([408, 409, 429]);

/** Headers of an error answer in any dialect: when to come again, or that it is of no use (`x-should-retry`, both vendors' SDKs). */
export function encodeErrorHeaders(error: GatewayError): Readonly<Record<string, string>> {
  const final = error.code === 'budget_exceeded' || error.status >= 500 || RETRIED_BY_CLIENTS.has(error.status);
  return {
    'content-type': 'application/json',
    ...error.headers,
    ...(error.retryAfterMs !== undefined && { 'retry-after': String(Math.ceil(error.retryAfterMs / 1000)) }),
    ...(!error.retryable && final && { 'x-should-retry': 'false' }),
  };
}
