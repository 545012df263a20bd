import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** What a proxy does with the client that asks for a tunnel. */
type TunnelRule = (client: Socket) => void;

/** Tunnels that come to nothing. */
export const noTunnel = {
  /** The connection ends without an answer. */
  drop: (client: Socket): void => void client.destroy(),
  /** It ends right behind the answer that it stands. */
  dropOnceItStands: (client: Socket): void => void client.end('HTTP/1.1 200 Connection established\r\n\r\n'),
  /** No answer ever comes. */
  keepSilent: (): void => undefined,
  refuse:
    (status: number): TunnelRule =>
    (client) =>
      void client.end(`HTTP/1.1 ${String(status)} Whatever\r\ncontent-length: 4\r\n\r\nno.\n`),
};

/** A CONNECT proxy on loopback that leads every tunnel to one port of this machine, and keeps where its clients wanted to go. */
export class ConnectProxy {
  /** `host:port` of each tunnel, oldest first. */
  readonly tunnels: string[] = [];
  /** Headers of each request for a tunnel, oldest first. */
  readonly asked: IncomingHttpHeaders[] = [];
  private readonly rules = new Map<string, TunnelRule>();
  private readonly sockets = new Set<Socket>();
  private readonly server;

  private constructor(
    private readonly portBehind: () => number,
    private readonly tls: ServerOptions | undefined,
  ) {
    this.server = tls === undefined ? createServer() : createTlsServer(tls);
    this.server.on('connection', (socket: Socket) => this.sockets.add(socket));
    this.server.on('connect', ({ url = '', headers }, client: Socket, head) => {
      this.tunnels.push(url);
      this.asked.push(headers);
      client.on('error', () => undefined);
      if (head.length > 0) client.unshift(head);
      (this.rules.get(url) ?? ((asking: Socket) => this.lead(asking)))(client);
    });
  }

  /** One for the tests of a file; with `tls` it speaks HTTPS to its own clients. */
  static ofFile(portBehind: () => number, tls?: ServerOptions): ConnectProxy {
    const proxy = new ConnectProxy(portBehind, tls);
    beforeAll(() => once(proxy.server.listen(0, '127.0.0.1'), 'listening'));
    afterAll(async () => {
      for (const socket of proxy.sockets) socket.destroy();
      proxy.server.close();
      await once(proxy.server, 'close');
    });
    return proxy;
  }

  get url(): string {
    return `${this.tls === undefined ? 'http' : 'https'}://${this.host}`;
  }

  get host(): string {
    return `127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  /** What becomes of tunnels to this `host:port` from now on. */
  on(tunnel: string, rule: TunnelRule): void {
    this.rules.set(tunnel, rule);
  }

  /** How often a tunnel to this `host:port` was asked for. */
  count(tunnel: string): number {
    return this.tunnels.filter((asked) => asked === tunnel).length;
  }

  /** To the port behind. */
  lead(client: Socket): void {
    const provider = connect(this.portBehind(), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      provider.pipe(client).pipe(provider);
    });
    provider.on('error', () => undefined);
  }
}
