import type { IncomingMessage } from 'node:http';
import { linger } from './linger.js';

/** Reads a little more of a request that was answered before its body was whole (`linger`), and closes the connection. */
export function discardRest(request: IncomingMessage): void {
  const { socket } = request;
  // Node closes behind an answer that says so, at once and with all that is unread
  socket.destroySoon = () => void socket.end();
  linger(socket, request);
  // all is read: nothing is left that could turn the end into a reset
  request.once('end', () => socket.end(() => socket.destroy()));
}
