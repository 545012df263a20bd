import type { TlsSettings } from '@tollgate/canonical';
import { Agent, type Dispatcher, EnvHttpProxyAgent, Pool } from 'undici';

/** Proxies by the scheme of what is reached through them, and the hosts that are reached directly (`NO_PROXY`'s form). */
export interface ProxySettings {
  readonly http?: string;
  readonly https?: string;
  readonly direct?: string;
}

/** Sockets for each origin. */
const CONNECTIONS_MAX = 512;
/** No proxy could reach what listens on this machine alone. */
const LOOPBACK = 'localhost,127.0.0.1,[::1]';

/** Connections to one origin, or to any: keep-alive, no pipelining, straight or through the proxy that the settings name. */
export function openDispatcher(
  origin: string | undefined,
  connectMs: number,
  tls: TlsSettings | undefined,
  proxy: ProxySettings,
): Dispatcher {
  const connect = { timeout: connectMs, noDelay: true, ...connectorTls(tls) };
  const options = { connections: CONNECTIONS_MAX, pipelining: 1, keepAliveTimeout: 30_000, connect };
  if (proxy.http === undefined && proxy.https === undefined)
    return origin === undefined ? new Agent(options) : new Pool(origin, options);
  return new EnvHttpProxyAgent({
    ...options,
    requestTls: connect,
    // an empty text and not undefined, for which the agent would read the environment itself
    httpProxy: proxy.http ?? '',
    httpsProxy: proxy.https ?? '',
    noProxy: [LOOPBACK, proxy.direct].filter((hosts) => hosts !== undefined).join(','),
  });
}

function connectorTls(tls: TlsSettings = {}): {
  rejectUnauthorized?: false;
  ca?: string;
  cert?: string;
  key?: string;
} {
  const { verify, authorities, certificate } = tls;
  return {
    ...(verify === false && { rejectUnauthorized: false }),
    ...(authorities !== undefined && { ca: authorities }),
    ...(certificate !== undefined && { cert: certificate, key: certificate }),
  };
}
