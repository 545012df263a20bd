import type { IncomingMessage, ServerResponse } from 'node:http';
import { discardRest } from './discard-rest.js';
import { cleanHeaders } from './clean-headers.js';

/** A client that takes nothing for so long has gone, or might as well have: it may not hold money, slots and sockets. */
const STALLED_MS_MAX = 300_000;

/** One request and its answer on the wire. Everything written goes through here, with back-pressure. */
export class Exchange {
  private readonly controller = new AbortController();
  private drained: Promise<void> | undefined;
  private keyRevoked = false;

  constructor(
    readonly request: IncomingMessage,
    readonly response: ServerResponse,
    /** The client waits for `100 Continue` before it sends its body. */
    private expectsContinue: boolean,
    private readonly stalledMsMax = STALLED_MS_MAX,
  ) {
    response.once('close', () => {
      if (!response.writableFinished) this.controller.abort();
    });
    response.on('error', () => this.controller.abort());
  }

  /** Aborted when the client goes away before its answer is whole, and when its key is taken away. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  get begun(): boolean {
    return this.response.headersSent;
  }

  /** The request was ended because its key was taken away; its client may still be there. */
  get revoked(): boolean {
    return this.keyRevoked;
  }

  /** Tells a waiting client to send its body. */
  continue(): void {
    if (!this.expectsContinue) return;
    this.expectsContinue = false;
    this.response.writeContinue();
  }

  /** A whole answer. Closes the connection when the request's body was not read. */
  send(status: number, headers: Readonly<Record<string, string>>, body: string): void {
    if (this.response.headersSent || this.response.destroyed) return;
    const unread = bodyIsComing(this.request);
    const length = { 'content-length': String(Buffer.byteLength(body)) };
    this.writeHead(status, { ...headers, ...length, ...(unread && { connection: 'close' }) });
    this.response.end(body);
    this.cutWhenStalled();
    if (unread) discardRest(this.request);
  }

  /** Sends a stream's headers at once. */
  begin(status: number, headers: Readonly<Record<string, string>>): void {
    if (this.response.headersSent || this.response.destroyed) return;
    this.writeHead(status, headers);
    this.response.flushHeaders();
  }

  /** Writes a piece of a stream; wait for the promise, if there is one, before the next. Resolves too when the client is gone. */
  write(text: string, encoding: BufferEncoding = 'utf8'): Promise<void> | undefined {
    if (this.response.destroyed) return undefined;
    if (this.response.write(text, encoding)) return undefined;
    this.drained ??= new Promise((resolve) => {
      const timer = setTimeout(() => this.cut(), this.stalledMsMax);
      const done = (): void => {
        clearTimeout(timer);
        this.response.off('drain', done).off('close', done);
        this.drained = undefined;
        resolve();
      };
      this.response.once('drain', done).once('close', done);
    });
    return this.drained;
  }

  end(): void {
    if (this.response.destroyed) return;
    this.response.end();
    this.cutWhenStalled();
  }

  /** Ends the request because its key was taken away. */
  revoke(): void {
    this.keyRevoked = true;
    this.controller.abort();
  }

  /** Closes the connection without a clean end. */
  cut(): void {
    this.response.destroy();
  }

  /** A value that HTTP does not allow (a model or a provider's header in another script) must not cost the client its answer. */
  private writeHead(status: number, headers: Readonly<Record<string, string>>): void {
    try {
      this.response.writeHead(status, headers);
    } catch {
      this.response.writeHead(status, cleanHeaders(headers));
    }
  }

  private cutWhenStalled(): void {
    const { response } = this;
    if ((response.socket?.writableLength ?? 0) === 0) return;
    const timer = setTimeout(() => this.cut(), this.stalledMsMax);
    response.once('close', () => clearTimeout(timer));
  }
}

/** Node says that a request is complete only after its handler ran, also of one that has no body. */
function bodyIsComing({ complete, headers }: IncomingMessage): boolean {
  if (complete) return false;
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
