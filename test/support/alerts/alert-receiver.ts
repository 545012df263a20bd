import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedAlert {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Takes what is posted to webhooks over loopback, and keeps what it answered 200 to. */
export class AlertReceiver {
  readonly taken: ReceivedAlert[] = [];
  /** Requests that arrived, taken or not. */
  arrived = 0;
  private status = 200;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<AlertReceiver> {
    const server = createServer((request, response) => {
      void receiver.answer(request).then((status) => response.writeHead(status).end('ok'));
    });
    const receiver = new AlertReceiver(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  /** What came to one path, by a member of the body. */
  of(path: string, members: Readonly<Record<string, unknown>> = {}): readonly ReceivedAlert[] {
    const fits = (body: ReceivedAlert['body']) =>
      Object.entries(members).every(([name, value]) => body[name] === value);
    return this.taken.filter((alert) => alert.path === path && fits(alert.body));
  }

  /** Answers with this status, and takes nothing where it is not 200. */
  answerWith(status: number): void {
    this.status = status;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private async answer(request: IncomingMessage): Promise<number> {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    this.arrived += 1;
    const body = JSON.parse(Buffer.concat(pieces).toString('utf8')) as ReceivedAlert['body'];
    if (this.status === 200) this.taken.push({ path: request.url ?? '', headers: request.headers, body });
    return this.status;
  }
}
