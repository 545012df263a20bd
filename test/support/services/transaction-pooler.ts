import { once } from 'node:events';
import net from 'node:net';

/** `Q`, its length, `DISCARD ALL`, NUL. */
const DISCARD = Buffer.from('51000000104449534341524420414c4c00', 'hex');

/**
 * Stands before PostgreSQL as a pooler in transaction mode does: whatever a session has beside its transaction (settings, prepared
 * statements, advisory locks) is gone when the transaction ends, as if the next one had another session.
 */
export class TransactionPooler {
  /** Transactions after which a session was emptied. */
  discarded = 0;
  private readonly sockets = new Set<net.Socket>();

  private constructor(
    private readonly target: URL,
    private readonly server: net.Server,
  ) {
    server.on('connection', (client: net.Socket) => this.join(client));
  }

  static async start(databaseUrl: string): Promise<TransactionPooler> {
    const server = net.createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new TransactionPooler(new URL(databaseUrl), server);
  }

  get url(): string {
    const url = new URL(this.target);
    url.hostname = '127.0.0.1';
    url.port = String((this.server.address() as net.AddressInfo).port);
    return url.toString();
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private join(client: net.Socket): void {
    const session = net.connect({ host: this.target.hostname, port: Number(this.target.port) });
    for (const socket of [client, session]) {
      this.sockets.add(socket.setNoDelay(true));
      socket.on('error', () => undefined);
      socket.once('close', () => {
        this.sockets.delete(socket);
        client.destroy();
        session.destroy();
      });
    }
    client.on('data', (said) => session.write(said));
    let unread = Buffer.alloc(0);
    let isEmptying = false;
    session.on('data', (answered) => {
      unread = Buffer.concat([unread, answered]);
      for (;;) {
        if (unread.length < 5) return;
        const length = 1 + unread.readUInt32BE(1);
        if (unread.length < length) return;
        const message = unread.subarray(0, length);
        unread = unread.subarray(length);
        const isTransactionOver = message.toString('latin1', 0, 1) === 'Z' && message.toString('latin1', 5, 6) === 'I';
        if (!isEmptying && isTransactionOver) {
          // before the client hears of it: what it says next is behind this
          session.write(DISCARD);
          this.discarded += 1;
        }
        if (!isEmptying) client.write(message);
        if (isTransactionOver) isEmptying = !isEmptying;
      }
    });
  }
}
