import type { IncomingMessage } from 'node:http';
import type { ServerResponse } from 'node:http';
import { GatewayError } from '@tollgate/canonical';
import { discardRest } from './discard-rest.js';

const CHECK_MS = 200;
/** Head and framing of a body in chunks may come on top of it. */
const OVERHEAD_BYTES = 64 * 1024;

/**
 * Bounds what a request that Express serves may send: its parsers wait for a body for ever, read one that is too large to its end, and
 * Node does so with a body that nobody wanted. Gives a refusal at once for a declared length, and calls `refuse` when a body turns out
 * too large or too slow before an answer began.
 */
export function limitExpressBody(
  request: IncomingMessage,
  response: ServerResponse,
  limits: { readonly bytesMax: number; readonly totalMs: number },
  refuse: (error: GatewayError) => void,
): GatewayError | undefined {
  if (Number(request.headers['content-length'] ?? 0) > limits.bytesMax) return tooLarge(limits.bytesMax);
  const { socket } = request;
  const from = { ms: performance.now(), bytes: socket.bytesRead };
  const timer = setInterval(() => {
    if (request.complete) clearInterval(timer);
    else if (performance.now() - from.ms > limits.totalMs) stop(tooSlow());
    else if (socket.bytesRead - from.bytes > limits.bytesMax + OVERHEAD_BYTES) stop(tooLarge(limits.bytesMax));
  }, CHECK_MS);
  const stop = (error: GatewayError): void => {
    clearInterval(timer);
    if (response.headersSent) socket.destroy();
    else refuse(error);
  };
  response.once('close', () => clearInterval(timer));
  // before Node's own listener, which would take the body for itself
  response.prependOnceListener('finish', () => {
    if (request.complete) return;
    request.read(0);
    discardRest(request);
  });
  return undefined;
}

function tooLarge(bytesMax: number): GatewayError {
  return new GatewayError('body_too_large', { message: `The request body is larger than ${bytesMax} bytes.` });
}

function tooSlow(): GatewayError {
  return new GatewayError('body_timeout', { message: 'The request body did not arrive in time.' });
}
