import type { IncomingHttpHeaders } from 'node:http';
import type { CanonicalRequest, GatewayFields } from '@tollgate/canonical';

/** Retries and total time as the client wishes them, body before header (litellm-wire.md 8); planning clamps them to the operator's. */
export function routingWishes(
  request: CanonicalRequest,
  headers: IncomingHttpHeaders,
): Pick<GatewayFields, 'numRetries' | 'timeoutSeconds'> {
  const numRetries = request.gateway.numRetries ?? readNumber(headers['x-litellm-num-retries']);
  const timeoutSeconds = request.gateway.timeoutSeconds ?? readNumber(headers['x-litellm-timeout']);
  return {
    ...(numRetries !== undefined && { numRetries: Math.floor(numRetries) }),
    ...(timeoutSeconds !== undefined && timeoutSeconds > 0 && { timeoutSeconds }),
  };
}

function readNumber(value: string | string[] | undefined): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
  return Number.isFinite(number) && number >= 0 ? number : undefined;
}
