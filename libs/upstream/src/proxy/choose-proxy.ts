/** Proxies by the scheme of what is reached through them, and the hosts that are reached directly (`NO_PROXY`'s form). */
export interface ProxySettings {
  readonly http?: string;
  /** Without it, `http` stands before https addresses too. */
  readonly https?: string;
  readonly direct?: string;
}

/** No proxy could reach what listens on this machine alone. */
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];
const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

/** A host with its subdomains; at one port, or at all. */
interface DirectHosts {
  readonly host: string;
  readonly port: string | undefined;
}

/**
 * Which proxy, if any, stands before an address. `direct` as curl and LiteLLM's clients read it: hosts with their subdomains, each with or
 * without a leading dot or `*.`, with a port or for all of them; `*` for everything.
 */
export function chooseProxy(settings: ProxySettings): (origin: URL) => URL | undefined {
  const http = settings.http === undefined ? undefined : new URL(settings.http);
  const https = settings.https === undefined ? http : new URL(settings.https);
  const listed = (settings.direct ?? '').split(/[,\s]/).filter((entry) => entry !== '');
  if (listed.includes('*')) return () => undefined;
  const direct = [...LOOPBACK, ...listed].map(readDirect);
  return (origin) => (direct.some((hosts) => includes(hosts, origin)) ? undefined : proxyFor(origin));

  function proxyFor({ protocol }: URL): URL | undefined {
    return protocol === 'https:' ? https : http;
  }
}

function readDirect(entry: string): DirectHosts {
  const [, host = entry, port] = /^(.+):(\d+)$/.exec(entry) ?? [];
  return { host: host.replace(/^\*?\./, '').toLowerCase(), port };
}

function includes({ host, port }: DirectHosts, { protocol, hostname, port: asked }: URL): boolean {
  if (port !== undefined && port !== (asked === '' ? DEFAULT_PORTS[protocol] : asked)) return false;
  return hostname === host || hostname.endsWith(`.${host}`);
}
