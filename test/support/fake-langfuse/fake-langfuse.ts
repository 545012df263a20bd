import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { decodeOtlpJson } from './decode-otlp-json';
import { decodeOtlpProtobuf } from './decode-otlp-protobuf';
import type { ReceivedSpan } from './received-span';

/**
 * What the next request meets instead of an ordinary answer. `cut-after` and `hang-after` take the spans first: the sender cannot know.
 */
export type Fault =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  | 'hang'
  | 'cut'
  | 'cut-after'
  | 'hang-after';

export interface ReceivedRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly spans: readonly ReceivedSpan[];
}

const TRACES = '/api/public/otel/v1/traces';
const LEGACY = '/api/public/ingestion';

/**
 * A Langfuse v4 server as far as a sender can tell: takes OTLP over HTTP (JSON and protobuf, gzip), insists on the project's
 * credentials and refuses the old batch API. Like the real one it keeps a span that comes twice twice, which is counted.
 */
export class FakeLangfuse {
  readonly requests: ReceivedRequest[] = [];
  readonly spans: ReceivedSpan[] = [];
  private readonly server: Server;
  private readonly faults: Fault[] = [];
  private readonly held: Promise<void>[] = [];
  /** Requests that have arrived, answered or not. */
  arrived = 0;
  private outage: Fault | undefined;
  private readonly waiting: (() => void)[] = [];

  private constructor(
    readonly publicKey: string,
    readonly secretKey: string,
  ) {
    this.server = createServer((request, response) => void this.answer(request, response));
  }

  static async start(publicKey = 'pk-lf-1', secretKey = 'sk-lf-1'): Promise<FakeLangfuse> {
    const fake = new FakeLangfuse(publicKey, secretKey);
    await new Promise<void>((resolve) => fake.server.listen(0, '127.0.0.1', resolve));
    return fake;
  }

  get host(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Faults of the next requests, one each. */
  failNext(...faults: readonly Fault[]): void {
    this.faults.push(...faults);
  }

  /** A fault of every request until `recover`. */
  failAlways(fault: Fault): void {
    this.outage = fault;
  }

  recover(): void {
    this.outage = undefined;
  }

  /** Keeps the next request waiting until the returned function is called, then answers it as usual. */
  holdNext(): () => void {
    let release = (): void => undefined;
    this.held.push(new Promise<void>((resolve) => (release = resolve)));
    return () => release();
  }

  /** Spans beyond the first with the same trace and span id. */
  get duplicates(): number {
    return this.spans.length - new Set(this.spans.map((span) => `${span.traceId}/${span.spanId}`)).size;
  }

  /** Resolves when the condition holds; asked after each request. */
  async until(condition: (fake: FakeLangfuse) => boolean): Promise<void> {
    while (!condition(this)) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    this.arrived += 1;
    for (const wake of this.waiting.splice(0)) wake();
    await this.held.shift();
    const fault = this.faults.shift() ?? this.outage;
    if (fault === undefined || fault === 'cut-after' || fault === 'hang-after')
      this.take(request, response, body, fault);
    else applyFault(fault, request, response);
    for (const wake of this.waiting.splice(0)) wake();
  }

  private take(
    request: IncomingMessage,
    response: ServerResponse,
    body: Buffer,
    fault: 'cut-after' | 'hang-after' | undefined,
  ): void {
    const path = request.url ?? '';
    const entry = { path, headers: request.headers, spans: [] };
    if (path === LEGACY)
      return this.refuse(
        entry,
        response,
        400,
        'The ingestion API is not available on this server: send OpenTelemetry spans.',
      );
    if (path !== TRACES || request.method !== 'POST') return this.refuse(entry, response, 404, 'Not Found');
    if (request.headers.authorization !== this.expectedAuthorization())
      return this.refuse(entry, response, 401, 'Invalid credentials.');
    try {
      const spans = decodeBody(request, body);
      this.requests.push({ ...entry, spans });
      this.spans.push(...spans);
    } catch (error) {
      return this.refuse(entry, response, 400, String(error));
    }
    if (fault === 'cut-after') request.socket.destroy();
    if (fault === undefined) response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  }

  private refuse(entry: ReceivedRequest, response: ServerResponse, status: number, message: string): void {
    this.requests.push(entry);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ message }));
  }

  private expectedAuthorization(): string {
    return `Basic ${Buffer.from(`${this.publicKey}:${this.secretKey}`).toString('base64')}`;
  }
}

function decodeBody(request: IncomingMessage, body: Buffer): readonly ReceivedSpan[] {
  const plain = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('application/json')) return decodeOtlpJson(plain);
  if (type.startsWith('application/x-protobuf')) return decodeOtlpProtobuf(plain);
  throw new Error(`unsupported content type ${type}`);
}

function applyFault(
  fault: Exclude<Fault, 'cut-after' | 'hang-after'>,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (fault === 'hang') return;
  if (fault === 'cut') request.socket.destroy();
  else
    response
      .writeHead(fault.status, { 'content-type': 'application/json', ...fault.headers })
      .end(fault.body ?? '{"message":"injected"}');
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
