import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type ErrorCode, GatewayError } from '@tollgate/canonical';
import { openaiChatClient } from '@tollgate/formats';
import { linger } from './linger.js';

/** What cannot be read as a request, by the status that Node's parser calls for. */
const REFUSALS: Readonly<Record<number, readonly [code: ErrorCode, message: string]>> = {
  400: ['invalid_request', 'This is no HTTP/1.1 request.'],
  408: ['body_timeout', 'The request did not arrive in time.'],
  413: ['body_too_large', 'The extensions of a chunk are too large.'],
  431: ['headers_too_large', 'The headers of the request are too large together.'],
  501: ['not_implemented', 'Upgrades of the connection are not served.'],
};

/**
 * Answers what is no request that could be served, in the house's error form, and closes after a while (`linger`). Called again for
 * what the parser meets meanwhile.
 */
export function endSocket(duplex: Duplex, status: number): void {
  const socket = duplex as Socket;
  if (!socket.writable) return;
  socket.end(answerOf(status));
  linger(socket);
}

function answerOf(status: number): string {
  const [code, message] = REFUSALS[status] ?? ['invalid_request', 'The request cannot be served.'];
  const body = JSON.stringify(openaiChatClient.encodeError(new GatewayError(code, { message, status })).body);
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'connection: close',
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}
