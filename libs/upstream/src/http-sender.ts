import { type Dispatcher, request } from 'undici';
import { openDispatcher } from './open-dispatcher.js';
import type { ProxySettings } from './proxy/choose-proxy.js';

export interface OutboundRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

export interface OutboundReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Uint8Array;
}

const REPLY_BYTES_MAX = 1024 * 1024;
const TIMEOUT_MS = 30_000;
const CONNECT_MS = 5_000;

/** Sends a whole request and reads a whole reply, at most 1 MiB within 30 s: for sinks and documents, not for providers. Follows no redirect. */
export class HttpSender {
  private readonly connections: Dispatcher;

  constructor(proxy: ProxySettings = {}) {
    this.connections = openDispatcher(undefined, CONNECT_MS, undefined, proxy);
  }

  async send({ method, url, headers, body }: OutboundRequest): Promise<OutboundReply> {
    const reply = await request(url, {
      method,
      headers: { ...headers },
      ...(body !== undefined && { body: Buffer.from(body) }),
      headersTimeout: TIMEOUT_MS,
      bodyTimeout: TIMEOUT_MS,
      dispatcher: this.connections,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const pieces: Buffer[] = [];
    let size = 0;
    for await (const piece of reply.body as AsyncIterable<Buffer>) {
      size += piece.length;
      if (size > REPLY_BYTES_MAX) {
        reply.body.destroy();
        break;
      }
      pieces.push(piece);
    }
    return { status: reply.statusCode, headers: reply.headers, body: Buffer.concat(pieces) };
  }

  close(): Promise<void> {
    return this.connections.close();
  }
}
