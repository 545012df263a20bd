import type { Dispatcher } from 'undici';
import type { AddressRules, HttpRequestSpec, Timeouts, TlsSettings, UpstreamFailure } from '@tollgate/canonical';
import { BodyReader, UpstreamBroken } from './body-reader.js';
import { describeTransportError } from './describe-transport-error.js';
import { encodePath } from './encode-path.js';
import { openDispatcher } from './open-dispatcher.js';
import type { ProxySettings } from './proxy/choose-proxy.js';

/** A provider's answer: status and headers are here, the body is still coming. */
export interface UpstreamAnswer {
  readonly status: number;
  /** Lower-case names; repeated headers joined with `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: BodyReader;
}

export interface SendOptions {
  readonly timeouts: Timeouts;
  /** The answer is a stream: the wait for its headers counts against the first-token timeout. */
  readonly streamed: boolean;
  /** Aborting it ends the call. */
  readonly signal: AbortSignal;
  readonly tls?: TlsSettings | undefined;
  /** Where the connection may lead; absent: anywhere. */
  readonly addresses?: AddressRules | undefined;
}

/** What a pool is for. */
interface PoolId {
  readonly origin: string;
  readonly connectMs: number;
  readonly tls: TlsSettings | undefined;
  readonly addresses: AddressRules | undefined;
}

/** Pools kept at once; the least recently used is closed beyond. */
const POOLS_MAX = 256;

/**
 * The only outbound HTTP to providers: one undici pool for each origin, connect timeout and TLS settings, keep-alive, no pipelining, no
 * redirects followed. Bytes come out as they arrive; the four timeouts of the call are kept here but for the first token of a
 * stream that has already sent headers, which dispatch watches.
 */
export class UpstreamClient {
  private readonly pools = new Map<string, Dispatcher>();
  /** The pool asked for last: it stands at the young end of `pools` already. */
  private latest: (PoolId & { readonly pool: Dispatcher }) | undefined;

  constructor(private readonly proxy: ProxySettings = {}) {}

  /** Resolves when the headers are there; throws UpstreamBroken when they never come. */
  send(spec: HttpRequestSpec, options: SendOptions): Promise<UpstreamAnswer> {
    const query = encodeQuery(spec);
    const request: Dispatcher.DispatchOptions = {
      origin: spec.origin,
      path: `${encodePath(spec.path)}${query}`,
      method: spec.method,
      headers: { ...spec.headers },
      body: spec.body ?? spec.form ?? null,
      headersTimeout: options.streamed ? options.timeouts.firstTokenMs : options.timeouts.totalMs,
      bodyTimeout: options.timeouts.idleMs,
    };
    const { timeouts, tls, addresses } = options;
    const pool = this.poolOf({ origin: spec.origin, connectMs: timeouts.connectMs, tls, addresses });
    return new Promise((resolve, reject) => {
      const call = new Call(options, resolve, reject);
      if (options.signal.aborted) {
        call.onResponseError(undefined, Object.assign(new Error('aborted'), { code: 'UND_ERR_ABORTED' }));
        return;
      }
      pool.dispatch(request, call);
    });
  }

  async close(): Promise<void> {
    const pools = [...this.pools.values()];
    this.pools.clear();
    await Promise.all(pools.map((pool) => pool.destroy()));
  }

  private poolOf(asked: PoolId): Dispatcher {
    const { latest } = this;
    if (latest !== undefined && isSamePool(latest, asked)) return latest.pool;
    const { origin, connectMs, tls, addresses } = asked;
    const id = `${origin} ${connectMs} ${tls === undefined ? '' : JSON.stringify(tls)} ${JSON.stringify(addresses ?? '')}`;
    let pool = this.pools.get(id);
    if (pool === undefined) {
      pool = openDispatcher(origin, connectMs, tls, this.proxy, addresses);
      this.evictOldest();
    } else {
      this.pools.delete(id);
    }
    this.pools.set(id, pool);
    this.latest = { ...asked, pool };
    return pool;
  }

  private evictOldest(): void {
    if (this.pools.size < POOLS_MAX) return;
    const oldest = this.pools.entries().next().value;
    if (oldest === undefined) return;
    this.pools.delete(oldest[0]);
    void oldest[1].close().catch(() => undefined);
  }
}

function isSamePool(one: PoolId, other: PoolId): boolean {
  return (
    one.origin === other.origin &&
    one.connectMs === other.connectMs &&
    one.tls === other.tls &&
    one.addresses === other.addresses
  );
}

/** One call's handler in undici's dispatch protocol. */
class Call implements Dispatcher.DispatchHandler {
  private controller: Dispatcher.DispatchController | undefined;
  private body: BodyReader | undefined;
  private sent = false;
  private done = false;
  private readonly totalTimer: NodeJS.Timeout;
  private abortedAs: UpstreamFailure['transport'];
  private readonly onAbort = (): void => {
    this.end('aborted');
  };

  constructor(
    private readonly options: SendOptions,
    private readonly resolve: (answer: UpstreamAnswer) => void,
    private readonly reject: (error: Error) => void,
  ) {
    this.totalTimer = setTimeout(() => {
      this.end('total-timeout');
    }, options.timeouts.totalMs);
    options.signal.addEventListener('abort', this.onAbort, { once: true });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    this.sent = true;
    if (this.abortedAs !== undefined) controller.abort(new Error(this.abortedAs));
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status < 200) return;
    this.body = new BodyReader(controller);
    const flat: Record<string, string> = {};
    for (const name in headers) {
      const value = headers[name];
      if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value;
    }
    this.resolve({ status, headers: flat, body: this.body });
  }

  onResponseData(_controller: Dispatcher.DispatchController, piece: Buffer): void {
    this.body?.push(piece);
  }

  onResponseEnd(): void {
    this.cleanUp();
    this.body?.finish();
  }

  onResponseError(_controller: Dispatcher.DispatchController | undefined, error: Error): void {
    if (this.done) return;
    this.cleanUp();
    const described = describeTransportError(error, this.sent, this.options.streamed);
    const failure: UpstreamFailure =
      this.abortedAs === 'total-timeout'
        ? { message: 'the call took longer than its total time', unbilled: !this.sent, transport: 'total-timeout' }
        : described;
    if (this.body === undefined) this.reject(new UpstreamBroken(failure));
    else this.body.finish(failure);
  }

  private end(as: 'aborted' | 'total-timeout'): void {
    if (this.done) return;
    this.abortedAs = as;
    if (this.controller === undefined) {
      // still connecting: the caller need not wait for the socket
      this.onResponseError(undefined, Object.assign(new Error(as), { code: 'UND_ERR_ABORTED' }));
      return;
    }
    this.controller.abort(Object.assign(new Error(as), { code: 'UND_ERR_ABORTED' }));
  }

  private cleanUp(): void {
    this.done = true;
    clearTimeout(this.totalTimer);
    this.options.signal.removeEventListener('abort', this.onAbort);
  }
}

function encodeQuery({ query, queryLists = {} }: HttpRequestSpec): string {
  if (query === undefined && Object.keys(queryLists).length === 0) return '';
  const parameters = new URLSearchParams(query);
  for (const [name, values] of Object.entries(queryLists)) for (const value of values) parameters.append(name, value);
  return `?${parameters.toString()}`;
}
