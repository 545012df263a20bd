import type { IncomingMessage } from 'node:http';

/** Bytes and time that a refused request may still send before its socket is closed. */
const UNREAD_BYTES_MAX = 64 * 1024;
const UNREAD_MS_MAX = 1000;

/**
 * Reads a little more of a request that was answered before its body was whole, and closes the connection. A client that sends on
 * without looking has the rest of the time to find the answer: to close on it at once would be a reset, which takes the answer away.
 */
export function discardRest(request: IncomingMessage): void {
  const { socket } = request;
  // Node closes behind an answer that says so, at once and with all that is unread
  socket.destroySoon = () => void socket.end();
  let bytes = 0;
  const close = (): void => void socket.destroy();
  const onData = (piece: Buffer): void => {
    bytes += piece.length;
    if (bytes > UNREAD_BYTES_MAX) request.off('data', onData).pause();
  };
  const timer = setTimeout(close, UNREAD_MS_MAX);
  socket.once('close', () => clearTimeout(timer));
  request.on('data', onData).on('error', () => undefined);
  // all is read: nothing is left that could turn the end into a reset
  request.once('end', () => socket.end(close));
  request.resume();
}
