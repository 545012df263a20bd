import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const WORD = 'x'.repeat(16 * 1024);
const EVENT = `data: ${JSON.stringify({
  id: 'chatcmpl-endless',
  object: 'chat.completion.chunk',
  created: 1_700_000_000,
  model: 'endless',
  choices: [{ index: 0, delta: { content: WORD }, finish_reason: null }],
})}\n\n`;

/** A provider on loopback whose streams never end, and that writes only while its client reads. */
export class EndlessUpstream {
  /** What its clients' sockets took so far. */
  sentBytes = 0;
  /** Streams under way. */
  open = 0;

  private constructor(private readonly server: Server) {
    server.on('request', (_request, response) => void this.stream(response));
  }

  static async start(): Promise<EndlessUpstream> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new EndlessUpstream(server);
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async stream(response: ServerResponse): Promise<void> {
    this.open += 1;
    response.on('error', () => undefined).once('close', () => (this.open -= 1));
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    while (!response.destroyed) {
      const room = response.write(EVENT);
      this.sentBytes += EVENT.length;
      if (!room) await roomIn(response);
    }
  }
}

function roomIn(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
}
