/**
 * No connection came about through a proxy. Its code is none that undici takes for a reason to connect again by itself, which it does
 * without end when a proxy drops each tunnel (nodejs/undici issue 3897).
 */
export class ProxyFailure extends Error {
  readonly code = 'PROXY_FAILURE';

  constructor(
    proxy: URL,
    /** `host:port` behind the proxy. */
    authority: string,
    why: string,
    /** It took longer than a connection may take. */
    readonly isLate = false,
  ) {
    // never the user and password that the address may contain
    super(`no connection to ${authority} through the proxy ${proxy.protocol}//${proxy.host}: ${why}`);
    this.name = 'ProxyFailure';
  }
}
