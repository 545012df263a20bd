import type { Duplex } from 'node:stream';

/** Bytes that are held back of one socket; then it is not read from. */
export const HELD_BYTES_MAX = 64 * 1024;
/** The same over all sockets. */
const HELD_BYTES_MAX_OF_ALL = 64 * 1024 * 1024;

type Listener = (piece: Buffer) => void;

/**
 * Keeps from Node's parser what a client sends behind a request that waits, and reads on so that its leaving is seen: a socket that is
 * paused tells of neither an end nor a reset. A client that has sent more than is held back may leave unseen until something is written
 * to it: its end stands behind what is not read.
 */
export class HeldBack {
  private bytes = 0;

  /**
   * Begins; `release` gives what was held to those who listened before. Call it when no piece is being parsed, and not again before
   * `release`, which must be called for a socket that was closed, too.
   */
  hold(socket: Duplex): { readonly release: () => void } {
    const parsers = socket.listeners('data') as Listener[];
    let held = Buffer.alloc(0);
    const pauseWhenFull = (): void => {
      if (held.length >= HELD_BYTES_MAX || this.bytes >= HELD_BYTES_MAX_OF_ALL) socket.pause();
    };
    const onData = (piece: Buffer): void => {
      // one buffer: a client that sends byte by byte would make thousands of them
      held = Buffer.concat([held, piece]);
      this.bytes += piece.length;
      pauseWhenFull();
    };
    // as Node does it when nothing waits; on an upgraded socket it does no longer
    const onEnd = (): void => void socket.end();

    for (const parser of parsers) socket.off('data', parser);
    socket.on('data', onData).on('end', onEnd);
    // also where Node stopped it, since nobody reads the body of the request that waits
    socket.resume();
    pauseWhenFull();
    if (socket.readableEnded) onEnd();

    const release = (): void => {
      this.bytes -= held.length;
      if (socket.destroyed) return;
      socket.pause().off('data', onData).off('end', onEnd);
      for (const parser of parsers) socket.on('data', parser);
      if (held.length > 0 && !socket.readableEnded) socket.unshift(held);
      socket.resume();
    };
    return { release };
  }
}
