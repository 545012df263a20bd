import type { TlsSettings } from '@tollgate/canonical';
import { Agent, buildConnector, type Dispatcher, Pool } from 'undici';
import { chooseProxy, type ProxySettings } from './proxy/choose-proxy.js';
import { connectThrough } from './proxy/connect-through.js';

/** Sockets for each origin. */
const CONNECTIONS_MAX = 512;

/** Connections to one origin, or to any: keep-alive, no pipelining, straight or through the proxy that the settings name. */
export function openDispatcher(
  origin: string | undefined,
  connectMs: number,
  tls: TlsSettings | undefined,
  proxy: ProxySettings,
): Dispatcher {
  const connect = buildConnect(connectMs, tls, proxy);
  const options = { connections: CONNECTIONS_MAX, pipelining: 1, keepAliveTimeout: 30_000, connect };
  return origin === undefined ? new Agent(options) : new Pool(origin, options);
}

/** undici's own agents for proxies are not for us: see ProxyFailure. */
function buildConnect(
  connectMs: number,
  tls: TlsSettings | undefined,
  proxies: ProxySettings,
): buildConnector.connector {
  const settings = { noDelay: true, ...connectorTls(tls) };
  const direct = buildConnector({ ...settings, timeout: connectMs });
  if (proxies.http === undefined && proxies.https === undefined) return direct;
  const encrypt = buildConnector({ ...settings, timeout: 0 });
  const choose = chooseProxy(proxies);
  return (destination, callback) => {
    const proxy = choose(new URL(`${destination.protocol}//${destination.host ?? destination.hostname}`));
    if (proxy === undefined) {
      direct(destination, callback);
      return;
    }
    void connectThrough(destination, { proxy, connectMs, encrypt, tls }).then(
      (socket) => {
        callback(null, socket);
      },
      (error: Error) => {
        callback(error, null);
      },
    );
  };
}

function connectorTls(tls: TlsSettings = {}): { rejectUnauthorized?: false; ca?: string; cert?: string; key?: string } {
  const { verify, authorities, certificate } = tls;
  return {
    ...(verify === false && { rejectUnauthorized: false }),
    ...(authorities !== undefined && { ca: authorities }),
    ...(certificate !== undefined && { cert: certificate, key: certificate }),
  };
}
