import type { IncomingMessage, ServerResponse } from 'node:http';

/** Bytes and time that a refused request may still send before its socket is closed. */
const UNREAD_BYTES_MAX = 64 * 1024;
const UNREAD_MS_MAX = 1000;

/** One request and its answer on the wire. Everything written goes through here, with back-pressure. */
export class Exchange {
  private readonly controller = new AbortController();
  private drained: Promise<void> | undefined;

  constructor(
    readonly request: IncomingMessage,
    readonly response: ServerResponse,
    /** The client waits for `100 Continue` before it sends its body. */
    private expectsContinue: boolean,
  ) {
    response.once('close', () => {
      if (!response.writableFinished) this.controller.abort();
    });
    response.on('error', () => this.controller.abort());
  }

  /** Aborted when the client goes away before its answer is whole. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  get begun(): boolean {
    return this.response.headersSent;
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
    const unread = !this.request.complete;
    this.response.writeHead(status, {
      ...headers,
      'content-length': String(Buffer.byteLength(body)),
      ...(unread && { connection: 'close' }),
    });
    this.response.end(body);
    if (unread) this.discardRest();
  }

  /** Sends a stream's headers at once. */
  begin(status: number, headers: Readonly<Record<string, string>>): void {
    if (this.response.headersSent || this.response.destroyed) return;
    this.response.writeHead(status, headers);
    this.response.flushHeaders();
    this.response.socket?.setNoDelay(true);
  }

  /** Writes a piece of a stream; wait for the promise, if there is one, before the next. Resolves too when the client is gone. */
  write(text: string): Promise<void> | undefined {
    if (this.response.destroyed) return undefined;
    if (this.response.write(text)) return undefined;
    this.drained ??= new Promise((resolve) => {
      const done = (): void => {
        this.response.off('drain', done).off('close', done);
        this.drained = undefined;
        resolve();
      };
      this.response.once('drain', done).once('close', done);
    });
    return this.drained;
  }

  end(): void {
    if (!this.response.destroyed) this.response.end();
  }

  /** Ends the request as if the client had gone: its key was taken away. */
  revoke(): void {
    this.controller.abort();
  }

  /** Closes the connection without a clean end. */
  cut(): void {
    this.response.destroy();
  }

  private discardRest(): void {
    const { request } = this;
    let bytes = 0;
    const close = (): void => {
      clearTimeout(timer);
      request.socket.destroySoon();
    };
    const timer = setTimeout(close, UNREAD_MS_MAX);
    timer.unref();
    request.on('data', (piece: Buffer) => {
      bytes += piece.length;
      if (bytes > UNREAD_BYTES_MAX) close();
    });
    request.once('end', close).once('close', () => clearTimeout(timer));
  }
}
