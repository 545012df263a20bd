import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** A CONNECT proxy on loopback that leads every tunnel to one port of this machine, and keeps where its clients wanted to go. */
export class ConnectProxy {
  /** `host:port` of each tunnel, oldest first. */
  readonly tunnels: string[] = [];
  private readonly sockets = new Set<Socket>();
  private readonly server = createServer();

  private constructor(portBehind: () => number) {
    this.server.on('connection', (socket: Socket) => this.sockets.add(socket));
    this.server.on('connect', ({ url = '' }, client: Socket, head) => {
      this.tunnels.push(url);
      const provider = connect(portBehind(), '127.0.0.1', () => {
        client.write('HTTP/1.1 200 OK\r\n\r\n');
        provider.write(head);
        provider.pipe(client).pipe(provider);
      });
      for (const socket of [provider, client]) socket.on('error', () => undefined);
    });
  }

  /** One for the tests of a file. */
  static ofFile(portBehind: () => number): ConnectProxy {
    const proxy = new ConnectProxy(portBehind);
    beforeAll(() => once(proxy.server.listen(0, '127.0.0.1'), 'listening'));
    afterAll(async () => {
      for (const socket of proxy.sockets) socket.destroy();
      proxy.server.close();
      await once(proxy.server, 'close');
    });
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }
}
