import type { Socket } from 'node:net';
import type { buildConnector } from 'undici';
import type { TlsSettings } from '@tollgate/canonical';
import { openTunnel } from './open-tunnel.js';
import { ProxyFailure } from './proxy-failure.js';

type Connector = buildConnector.connector;
type Destination = buildConnector.Options;

export interface ThroughProxy {
  readonly proxy: URL;
  /** For the whole of it: the way to the proxy, the tunnel, and the encryption to the other end. */
  readonly connectMs: number;
  /** Encrypts over a tunnel to an https address; gives up never by itself. */
  readonly encrypt: Connector;
  /** What the settings of the other end say, of which the proxy's own certificate is judged by `authorities` alone. */
  readonly tls: TlsSettings | undefined;
}

/** Connects to a destination through a proxy: one tunnel, one attempt. Rejects with a ProxyFailure. */
export async function connectThrough(destination: Destination, through: ThroughProxy): Promise<Socket> {
  const { proxy, connectMs, encrypt, tls } = through;
  const authority = authorityOf(destination);
  const late = new AbortController();
  const timer = setTimeout(() => {
    late.abort();
  }, connectMs);
  try {
    const tunnel = await openTunnel({ proxy, authority, authorities: tls?.authorities, signal: late.signal });
    return destination.protocol === 'https:' ? await encryptOver(tunnel, destination, encrypt, late.signal) : tunnel;
  } catch (error) {
    if (late.signal.aborted) throw new ProxyFailure(proxy, authority, `none within ${String(connectMs)} ms`, true);
    throw new ProxyFailure(proxy, authority, (error as Error).message);
  } finally {
    clearTimeout(timer);
  }
}

function authorityOf({ protocol, host = '', hostname, port }: Destination): string {
  return port === '' ? `${host === '' ? hostname : host}:${protocol === 'https:' ? '443' : '80'}` : host;
}

function encryptOver(tunnel: Socket, destination: Destination, encrypt: Connector, late: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => {
      tunnel.destroy();
      reject(new Error('late'));
    };
    late.addEventListener('abort', giveUp, { once: true });
    encrypt({ ...destination, httpSocket: tunnel }, (error, socket) => {
      late.removeEventListener('abort', giveUp);
      if (error === null) return void resolve(socket);
      tunnel.destroy();
      const { code = error.message } = error as NodeJS.ErrnoException;
      reject(new Error(`the provider cannot be reached (${code})`));
    });
  });
}
