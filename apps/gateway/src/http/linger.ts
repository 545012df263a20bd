import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

/** Bytes and time that a client may still send behind its answer before its socket is closed. */
const UNREAD_BYTES_MAX = 64 * 1024;
const UNREAD_MS_MAX = 1000;

/**
 * Closes the socket of a client that has its answer and may still be sending: to close at once would be a reset, which takes the answer
 * away. What comes meanwhile is read and thrown away, at most 64 KiB; after a second the socket is closed. `request` is the one whose
 * body is not read, where there is one.
 */
export function linger(socket: Socket, request?: IncomingMessage): void {
  const from = socket.bytesRead;
  // counted at the socket: behind a malformed piece a request hears nothing more
  const onData = (): void => {
    if (socket.bytesRead - from <= UNREAD_BYTES_MAX) return;
    // a request that flows sets its socket going again
    request?.pause();
    socket.off('data', onData).pause();
  };
  const timer = setTimeout(() => socket.destroy(), UNREAD_MS_MAX);
  socket.once('close', () => clearTimeout(timer));
  socket.on('data', onData).on('error', () => undefined);
  request?.on('error', () => undefined).resume();
  socket.resume();
}
