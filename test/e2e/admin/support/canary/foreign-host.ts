import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Where `/redirect` leads. */
const METADATA = 'http://169.254.169.254/latest/meta-data/';
const CHAT = {
  id: 'c',
  object: 'chat.completion',
  created: 1,
  model: 'm',
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Hello' } }],
  usage: { prompt_tokens: 4, completion_tokens: 1, total_tokens: 5 },
};

/** A host that answers whoever comes as a provider would, and keeps the head and the body of all that it is sent. */
export class ForeignHost {
  /** One text for each request, or for what was none. */
  readonly received: string[] = [];

  private constructor(private readonly server: Server) {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => void this.serve(request, response));
    server.on('clientError', (error: Error & { readonly rawPacket?: Buffer }, socket) => {
      this.received.push(error.rawPacket?.toString('latin1') ?? error.message);
      socket.destroy();
    });
  }

  static async start(): Promise<ForeignHost> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new ForeignHost(server);
  }

  get origin(): string {
    return `http://127.0.0.1:${String(this.port)}`;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    const head = [request.method, request.url, ...request.rawHeaders].join('\n');
    try {
      for await (const piece of request) pieces.push(piece as Buffer);
    } finally {
      this.received.push(`${head}\n\n${Buffer.concat(pieces).toString('latin1')}`);
    }
    if (request.url?.startsWith('/redirect') === true) response.writeHead(307, { location: METADATA });
    else response.writeHead(200, { 'content-type': 'application/json' }).write(JSON.stringify(CHAT));
    response.end();
  }
}
