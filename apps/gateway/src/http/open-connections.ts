import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** How long an answer that is being sent may still take when the server closes. */
const SENDING_MS_MAX = 10_000;

/**
 * Lets a server close: Node waits for every connection that is not idle, and one that has never sent a request (a client's spare, a
 * load balancer's probe) is not idle to it, so that the process would not end.
 */
export class OpenConnections {
  private readonly unused = new Set<Socket>();

  constructor(private readonly server: Server) {
    server.on('connection', (socket) => {
      this.unused.add(socket);
      socket.once('close', () => this.unused.delete(socket));
    });
  }

  /** The connection has sent a request. */
  used(socket: Socket): void {
    this.unused.delete(socket);
  }

  /** Resolves when `closing` does; ends at once what no answer is sent on, and after a while the rest. */
  async close(closing: Promise<unknown> | undefined): Promise<void> {
    for (const socket of this.unused) socket.destroy();
    const timer = setTimeout(() => this.server.closeAllConnections(), SENDING_MS_MAX);
    try {
      await closing;
    } finally {
      clearTimeout(timer);
    }
  }
}
