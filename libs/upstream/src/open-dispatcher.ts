import type { AddressRules, TlsSettings } from '@tollgate/canonical';
import { Agent, buildConnector, type Dispatcher, Pool } from 'undici';
import { AddressRefused } from './addresses/address-refused.js';
import { guardedLookup } from './addresses/guarded-lookup.js';
import { refuseHost } from './addresses/refuse-address.js';
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
  addresses?: AddressRules,
): Dispatcher {
  const open = buildConnect(connectMs, tls, proxy, addresses);
  const connect = addresses === undefined ? open : guard(open, addresses);
  const options = { connections: CONNECTIONS_MAX, pipelining: 1, keepAliveTimeout: 30_000, connect };
  return origin === undefined ? new Agent(options) : new Pool(origin, options);
}

/** undici's own agents for proxies are not for us: see ProxyFailure. */
function buildConnect(
  connectMs: number,
  tls: TlsSettings | undefined,
  proxies: ProxySettings,
  addresses: AddressRules | undefined,
): buildConnector.connector {
  const settings = { noDelay: true, ...connectorTls(tls) };
  // behind a proxy it is the proxy that looks names up: there its own rules hold
  const lookup = addresses === undefined ? {} : { lookup: guardedLookup(addresses) };
  const direct = buildConnector({ ...settings, ...lookup, timeout: connectMs });
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

/** An address is never looked up, so it is judged before. */
function guard(connect: buildConnector.connector, rules: AddressRules): buildConnector.connector {
  return (destination, callback) => {
    const why = refuseHost(destination.hostname, rules);
    if (why === undefined) connect(destination, callback);
    else callback(new AddressRefused(why), null);
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
