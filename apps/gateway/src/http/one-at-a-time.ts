import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

type Handler = (request: IncomingMessage, response: ServerResponse, expectsContinue: boolean) => void;

/** Requests that may wait behind one on the same socket; a client that pipelines more is cut off. */
const WAITING_MAX = 64;

/**
 * Lets one request of a socket run at a time. Node dispatches pipelined requests all at once; here later ones are not looked at,
 * nor their bodies read, before the answer of the one before is written.
 */
export function oneAtATime(handler: Handler): Handler {
  const sockets = new WeakMap<Socket, { busy: boolean; waiting: (() => void)[] }>();
  return (request, response, expectsContinue) => {
    const { socket } = request;
    let state = sockets.get(socket);
    if (state === undefined) {
      state = { busy: false, waiting: [] };
      sockets.set(socket, state);
    }
    const line = state;
    const run = (): void => {
      line.busy = true;
      response.once('close', () => {
        line.busy = false;
        if (!socket.destroyed) line.waiting.shift()?.();
      });
      handler(request, response, expectsContinue);
    };
    if (!line.busy) return run();
    if (line.waiting.length >= WAITING_MAX) {
      socket.destroy();
      return;
    }
    line.waiting.push(run);
  };
}
