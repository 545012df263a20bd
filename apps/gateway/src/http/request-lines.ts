import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { HeldBack } from './held-back.js';

/** Requests that may wait behind one on the same socket; a client that pipelines more is cut off. */
const WAITING_MAX = 512;
/** The same over all sockets: each that waits holds some kilobytes. */
const WAITING_MAX_OF_ALL = 4096;

interface Exchanged {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

interface Line {
  /** The request whose answer is being made. */
  current: Exchanged | undefined;
  readonly waiting: (() => void)[];
  /** What comes behind those that wait; undefined while nothing is held back. */
  held: ReturnType<HeldBack['hold']> | undefined;
}

/**
 * Lets one request of a socket run at a time. Node dispatches pipelined requests all at once; here later ones are not looked at, nor
 * their bodies read, before the answer of the one before is written. What comes behind one that waits is held back (`HeldBack`), and the
 * line ends with the client that leaves.
 */
export class RequestLines {
  private readonly lines = new WeakMap<Duplex, Line>();
  private readonly heldBack = new HeldBack();
  private waiting = 0;

  /** Calls `begin` when the answers to the requests before are written; at once when there is none. Never when the socket closes first. */
  enter(request: IncomingMessage, response: ServerResponse, begin: () => void): void {
    const { socket } = request;
    this.queue(socket, (line) => {
      line.current = { request, response };
      response.once('close', () => this.next(socket, line));
      begin();
    });
  }

  /** Calls `act` when no answer is under way on the socket; for what is no request (an upgrade, bytes that are no HTTP). */
  after(socket: Duplex, act: () => void): void {
    const current = this.lines.get(socket)?.current;
    // Node no longer tells a response of room in a socket that it has handed over
    if (current !== undefined) socket.on('drain', () => current.response.emit('drain'));
    this.queue(socket, () => act());
  }

  /** The request whose answer is being made on the socket. */
  currentOf(socket: Duplex): Exchanged | undefined {
    return this.lines.get(socket)?.current;
  }

  private queue(socket: Duplex, begin: (line: Line) => void): void {
    const line = this.lineOf(socket);
    if (line.current === undefined) return begin(line);
    if (line.waiting.length >= WAITING_MAX || this.waiting >= WAITING_MAX_OF_ALL) {
      socket.destroy();
      return;
    }
    this.waiting += 1;
    line.waiting.push(() => begin(line));
    // when the piece at hand is parsed, and before the next
    process.nextTick(() => {
      if (line.waiting.length > 0 && !socket.destroyed) line.held ??= this.heldBack.hold(socket);
    });
  }

  private next(socket: Duplex, line: Line): void {
    line.current = undefined;
    if (socket.destroyed) {
      this.waiting -= line.waiting.length;
      line.waiting.length = 0;
      release(line);
      return;
    }
    const begin = line.waiting.shift();
    if (begin !== undefined) this.waiting -= 1;
    if (line.waiting.length === 0) release(line);
    begin?.();
  }

  private lineOf(socket: Duplex): Line {
    let line = this.lines.get(socket);
    if (line === undefined) {
      line = { current: undefined, waiting: [], held: undefined };
      this.lines.set(socket, line);
    }
    return line;
  }
}

function release(line: Line): void {
  line.held?.release();
  line.held = undefined;
}
