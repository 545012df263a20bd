import type { IncomingMessage } from 'node:http';

/** Bytes and time that a refused request may still send before its socket is closed. */
const UNREAD_BYTES_MAX = 64 * 1024;
const UNREAD_MS_MAX = 1000;

/**
 * Reads a little more of a request that was answered before its body was whole, so that the client finds the answer and not a reset, and
 * closes the connection.
 */
export function discardRest(request: IncomingMessage): void {
  const { socket } = request;
  let bytes = 0;
  const close = (): void => {
    clearTimeout(timer);
    request.off('data', onData).off('end', close);
    request.pause();
    socket.destroySoon();
  };
  const onData = (piece: Buffer): void => {
    bytes += piece.length;
    if (bytes > UNREAD_BYTES_MAX) close();
  };
  const timer = setTimeout(close, UNREAD_MS_MAX);
  request.on('data', onData).once('end', close);
  request.once('close', () => clearTimeout(timer));
  request.on('error', () => clearTimeout(timer));
  request.resume();
}
