import { type ClientRequest, request, type RequestOptions, STATUS_CODES } from 'node:http';
import { request as requestEncrypted } from 'node:https';
import type { Socket } from 'node:net';
import { getCACertificates } from 'node:tls';

export interface TunnelOptions {
  readonly proxy: URL;
  /** `host:port` at the other end. */
  readonly authority: string;
  /** PEM of authorities that the proxy's own certificate may be signed by, beside the usual ones. */
  readonly authorities: string | undefined;
  /** Aborting it ends the attempt, and the tunnel. */
  readonly signal: AbortSignal;
}

/**
 * Asks a proxy for a tunnel (RFC 9110 9.3.6), once. Resolves with the socket through it; rejects with an error whose message says why there is
 * none: the proxy's status, or how its connection broke.
 */
export function openTunnel(options: TunnelOptions): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const asking = ask(options);
    asking.once('error', (error: NodeJS.ErrnoException) => reject(new Error(describeBreak(error))));
    asking.once('connect', ({ statusCode = 0 }, socket: Socket, head) => {
      // whoever takes the socket listens too: until then an error must not go up to the process
      socket.on('error', () => undefined);
      if (statusCode < 200 || statusCode > 299) {
        socket.destroy();
        reject(new Error(`it answered ${String(statusCode)} (${STATUS_CODES[statusCode] ?? 'unknown'})`));
        return;
      }
      if (head.length > 0) socket.unshift(head);
      socket.setNoDelay(true);
      resolve(socket);
    });
    asking.end();
  });
}

function ask({ proxy, authority, authorities, signal }: TunnelOptions): ClientRequest {
  const encrypted = proxy.protocol === 'https:';
  const options: RequestOptions = {
    method: 'CONNECT',
    host: proxy.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: proxy.port === '' ? (encrypted ? 443 : 80) : proxy.port,
    path: authority,
    headers: { host: authority, connection: 'keep-alive', 'proxy-connection': 'keep-alive', ...authorization(proxy) },
    // a tunnel is nobody else's connection
    agent: false,
    signal,
  };
  if (!encrypted) return request(options);
  return requestEncrypted({
    ...options,
    ...(authorities !== undefined && { ca: [...getCACertificates('default'), authorities] }),
  });
}

function authorization({ username, password }: URL): { 'proxy-authorization'?: string } {
  if (username === '') return {};
  const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(user).toString('base64')}` };
}

function describeBreak({ code = 'unknown error' }: NodeJS.ErrnoException): string {
  return code === 'ECONNRESET' ? 'it closed the connection without an answer' : `it gave no answer (${code})`;
}
