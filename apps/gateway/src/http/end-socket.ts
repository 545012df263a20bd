import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type ErrorCode, GatewayError } from '@tollgate/canonical';
import { openaiChatClient } from '@tollgate/formats';

/** Bytes and time that a refused client may still send before its socket is closed. */
const UNREAD_BYTES_MAX = 64 * 1024;
const UNREAD_MS_MAX = 1000;

/** What cannot be read as a request, by the status that Node's parser calls for. */
const REFUSALS: Readonly<Record<number, readonly [code: ErrorCode, message: string]>> = {
  400: ['invalid_request', 'This is no HTTP/1.1 request.'],
  408: ['body_timeout', 'The request did not arrive in time.'],
  413: ['body_too_large', 'The extensions of a chunk are too large.'],
  431: ['headers_too_large', 'The headers of the request are too large together.'],
  501: ['not_implemented', 'Upgrades of the connection are not served.'],
};

/** Bytes that a socket had sent when it was refused. */
const refused = new WeakMap<Duplex, number>();

/**
 * Answers what is no request that could be served, in the house's error form, and closes: after a while in which it reads on, so
 * that the client finds the answer and not a reset. Called again for what the parser meets meanwhile.
 */
export function endSocket(duplex: Duplex, status: number): void {
  const socket = duplex as Socket;
  const refusedAt = refused.get(socket);
  if (refusedAt !== undefined) {
    if (socket.bytesRead - refusedAt > UNREAD_BYTES_MAX) socket.destroy();
    return;
  }
  socket.on('error', () => undefined);
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  refused.set(socket, socket.bytesRead);
  socket.end(answerOf(status)).resume();
  const timer = setTimeout(() => socket.destroy(), UNREAD_MS_MAX);
  socket.once('close', () => clearTimeout(timer));
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
