import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { waitFor } from '../gateway/wait-for.js';
import { answerJson, type UpstreamAnswer } from './upstream-answer.js';

/** A request as the provider received it. */
export interface UpstreamRequest {
  readonly method: string;
  /** The raw target. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly text: string;
  readonly bytes: Buffer;
  readonly body: Readonly<Record<string, unknown>>;
  readonly model: string;
  /** The gateway closed the connection before the answer was whole. */
  aborted: boolean;
  /** The answer went out whole. */
  answered: boolean;
  /** What stands on the provider's bill for it so far, tokens; undefined: nothing. */
  billed: { readonly input: number; readonly output: number } | undefined;
}

export type UpstreamRule = (request: UpstreamRequest) => UpstreamAnswer | Promise<UpstreamAnswer>;

/** A provider on loopback: answers each model by its rule and keeps what it received. A model without a rule is 404. */
export class ReplayUpstream {
  /** Everything received so far, oldest first. */
  readonly requests: UpstreamRequest[] = [];
  private readonly rules = new Map<string, UpstreamRule>();

  private readonly server: Server | TlsServer;

  private constructor(private readonly tls: ServerOptions | undefined) {
    const serve = (request: IncomingMessage, response: ServerResponse): void => void this.serve(request, response);
    this.server = tls === undefined ? createServer(serve) : createTlsServer(tls, serve);
  }

  /**
   * One for the tests of a file (or of the `describe` that asks): it listens from before the first to after the last. With `tls` it speaks
   * HTTPS.
   */
  static ofFile(tls?: ServerOptions): ReplayUpstream {
    const upstream = new ReplayUpstream(tls);
    beforeAll(() => upstream.listen());
    afterAll(() => upstream.close());
    return upstream;
  }

  /** Root of the API as Anthropic's clients take it; OpenAI's take it with `/v1`. */
  get url(): string {
    return `${this.tls === undefined ? 'http' : 'https'}://127.0.0.1:${String(this.port)}`;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** How a model (the name as the provider gets it) is answered from now on. */
  on(model: string, rule: UpstreamRule | UpstreamAnswer): void {
    this.rules.set(model, typeof rule === 'function' ? rule : () => rule);
  }

  /** What came for a model, oldest first. */
  of(model: string): readonly UpstreamRequest[] {
    return this.requests.filter((request) => request.model === model);
  }

  /** Waits for the request of this number for a model. */
  received(model: string, number = 1): Promise<UpstreamRequest> {
    return waitFor(`request ${String(number)} for ${model} at the provider`, () => this.of(model)[number - 1]);
  }

  private async listen(): Promise<void> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
  }

  private async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await receive(message);
    this.requests.push(request);
    response.on('error', () => undefined);
    response.once('close', () => {
      request.answered = response.writableFinished;
      request.aborted = !response.writableFinished;
    });
    const rule = this.rules.get(request.model);
    const unknown = {
      error: {
        message: `no rule for ${request.model}`,
        type: 'invalid_request_error',
        param: null,
        code: 'model_not_found',
      },
    };
    await send(request, response, rule === undefined ? answerJson(404, unknown) : await rule(request));
  }
}

async function receive(message: IncomingMessage): Promise<UpstreamRequest> {
  const pieces: Buffer[] = [];
  for await (const piece of message) pieces.push(piece as Buffer);
  const bytes = Buffer.concat(pieces);
  const text = bytes.toString('utf8');
  const body = isForm(message)
    ? readForm(bytes)
    : isFields(message)
      ? Object.fromEntries(new URLSearchParams(text))
      : readJson(text);
  return {
    method: message.method ?? '',
    path: message.url ?? '',
    headers: message.headers,
    rawHeaders: message.rawHeaders,
    text,
    bytes,
    body,
    model: typeof body['model'] === 'string' ? body['model'] : modelIn(message.url ?? ''),
    aborted: false,
    answered: false,
    billed: undefined,
  };
}

function isForm({ headers }: IncomingMessage): boolean {
  return headers['content-type']?.startsWith('multipart/form-data') === true;
}

/** Of a token's request. */
function isFields({ headers }: IncomingMessage): boolean {
  return headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
}

function readJson(text: string): Readonly<Record<string, unknown>> {
  return (text === '' ? {} : JSON.parse(text)) as Readonly<Record<string, unknown>>;
}

/** Fields of a form; of a file its name, its type and how many bytes it has. Written apart from the gateway's own reader. */
function readForm(bytes: Buffer): Readonly<Record<string, unknown>> {
  const text = bytes.toString('latin1');
  const boundary = text.slice(0, text.indexOf('\r\n'));
  const parts = text.split(boundary).slice(1, -1);
  return Object.fromEntries(
    parts.map((part) => {
      const [head = '', ...rest] = part.slice(2, -2).split('\r\n\r\n');
      const content = rest.join('\r\n\r\n');
      const [, name = ''] = /name="([^"]*)"/i.exec(head) ?? [];
      const [, filename] = /filename="([^"]*)"/i.exec(head) ?? [];
      const [, type] = /content-type: ([^\r\n]+)/i.exec(head) ?? [];
      const utf8 = (latin1: string): string => Buffer.from(latin1, 'latin1').toString('utf8');
      return [name, filename === undefined ? utf8(content) : { filename: utf8(filename), type, size: content.length }];
    }),
  );
}

/** Google's wire names the model in its address. */
function modelIn(target: string): string {
  const [, model = ''] = /\/models\/([^/?]*):\w+(?:\?|$)/.exec(target) ?? [];
  return decodeURIComponent(model);
}

async function send(request: UpstreamRequest, response: ServerResponse, answer: UpstreamAnswer): Promise<void> {
  const { bill } = answer;
  const note = (written: number | undefined): void => {
    if (bill !== undefined) request.billed = { input: bill.input, output: bill.output(written) };
  };
  await answer.before;
  if (response.destroyed) return;
  const content = answer.bytes ?? answer.body;
  if (typeof content === 'string' || Buffer.isBuffer(content)) {
    note(undefined);
    return sendWhole(response, answer, content);
  }
  note(0);
  response.writeHead(answer.status, answer.headers);
  response.flushHeaders();
  for (const [index, event] of content.entries()) {
    if (index === answer.cutAfter) return breakOff(response);
    await answer.gate?.(index);
    if (response.destroyed) return;
    response.write(event);
    note(index + 1);
  }
  if (answer.cutAfter === content.length) return breakOff(response);
  response.end();
}

function sendWhole(response: ServerResponse, answer: UpstreamAnswer, body: string | Buffer): void {
  response.writeHead(answer.status, { ...answer.headers, 'content-length': String(Buffer.byteLength(body)) });
  if (answer.cutAfter === undefined) response.end(body);
  else response.write(Buffer.from(body).subarray(0, answer.cutAfter), () => response.destroy());
}

/** What was written goes out first. */
function breakOff(response: ServerResponse): void {
  response.write('', () => response.destroy());
}
