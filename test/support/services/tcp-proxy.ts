import { once } from 'node:events';
import net from 'node:net';

/** Stands before a service on loopback, so that a test can take the service away from whoever uses it through the proxy. */
export class TcpProxy {
  private readonly sockets = new Set<net.Socket>();
  /** Connections that pass nothing any more, not even their end. */
  private readonly dead = new WeakSet<net.Socket>();
  private state: 'open' | 'cut' | 'silent' = 'open';

  private constructor(
    private readonly target: URL,
    private readonly server: net.Server,
  ) {
    server.on('connection', (socket: net.Socket) => this.accept(socket));
  }

  static async start(serviceUrl: string): Promise<TcpProxy> {
    const server = net.createServer({ pauseOnConnect: true });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new TcpProxy(new URL(serviceUrl), server);
  }

  /** The service's address with the proxy's host and port. */
  get url(): string {
    const url = new URL(this.target);
    url.hostname = '127.0.0.1';
    url.port = String((this.server.address() as net.AddressInfo).port);
    return url.toString();
  }

  /** As when the server has died: connections break, new ones are closed at once. */
  cut(): void {
    this.state = 'cut';
    for (const socket of this.sockets) socket.destroy();
  }

  /** As when the network swallows everything: what is open passes nothing, now and later; new connections get no answer. */
  silence(): void {
    this.state = 'silent';
    for (const socket of this.sockets) {
      this.dead.add(socket);
      socket.unpipe().pause();
    }
  }

  /** New connections pass again. */
  restore(): void {
    this.state = 'open';
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private accept(client: net.Socket): void {
    this.keep(client);
    if (this.state === 'cut') client.destroy();
    if (this.state !== 'open') return;
    const service = net.connect({ host: this.target.hostname, port: Number(this.target.port) });
    this.keep(service);
    this.join(client, service);
    this.join(service, client);
  }

  private join(from: net.Socket, to: net.Socket): void {
    from.pipe(to);
    from.once('close', () => {
      if (!this.dead.has(from)) to.destroy();
    });
  }

  private keep(socket: net.Socket): void {
    this.sockets.add(socket.setNoDelay(true));
    socket.on('error', () => undefined).once('close', () => this.sockets.delete(socket));
  }
}
