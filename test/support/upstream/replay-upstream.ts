import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
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

  private readonly server = createServer((request, response) => void this.serve(request, response));

  private constructor() {}

  /** One for the tests of a file (or of the `describe` that asks): it listens from before the first to after the last. */
  static ofFile(): ReplayUpstream {
    const upstream = new ReplayUpstream();
    beforeAll(() => upstream.listen());
    afterAll(() => upstream.close());
    return upstream;
  }

  /** Root of the API as Anthropic's clients take it; OpenAI's take it with `/v1`. */
  get url(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
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
  const text = Buffer.concat(pieces).toString('utf8');
  const body = (text === '' ? {} : JSON.parse(text)) as Readonly<Record<string, unknown>>;
  return {
    method: message.method ?? '',
    path: message.url ?? '',
    headers: message.headers,
    rawHeaders: message.rawHeaders,
    text,
    body,
    model: typeof body['model'] === 'string' ? body['model'] : '',
    aborted: false,
    answered: false,
    billed: undefined,
  };
}

async function send(request: UpstreamRequest, response: ServerResponse, answer: UpstreamAnswer): Promise<void> {
  const { bill } = answer;
  const note = (written: number | undefined): void => {
    if (bill !== undefined) request.billed = { input: bill.input, output: bill.output(written) };
  };
  await answer.before;
  if (response.destroyed) return;
  if (typeof answer.body === 'string') {
    note(undefined);
    return sendWhole(response, answer, answer.body);
  }
  note(0);
  response.writeHead(answer.status, answer.headers);
  response.flushHeaders();
  for (const [index, event] of answer.body.entries()) {
    if (index === answer.cutAfter) return breakOff(response);
    await answer.gate?.(index);
    if (response.destroyed) return;
    response.write(event);
    note(index + 1);
  }
  if (answer.cutAfter === answer.body.length) return breakOff(response);
  response.end();
}

function sendWhole(response: ServerResponse, answer: UpstreamAnswer, body: string): void {
  response.writeHead(answer.status, { ...answer.headers, 'content-length': String(Buffer.byteLength(body)) });
  if (answer.cutAfter === undefined) response.end(body);
  else response.write(body.slice(0, answer.cutAfter), () => response.destroy());
}

/** What was written goes out first. */
function breakOff(response: ServerResponse): void {
  response.write('', () => response.destroy());
}
