import type { IncomingHttpHeaders } from 'node:http';
import type { GatewayError } from '@tollgate/canonical';

/** What the HTTP server allows its clients; what is left out has the default of `EDGE_DEFAULTS`. */
export interface EdgeOptions {
  /** All headers of a request together, bytes. */
  readonly headerBytesMax: number;
  readonly headersMax: number;
  /** For a request's head to arrive whole, milliseconds. */
  readonly headersMs: number;
  /** How often that is looked at, milliseconds. */
  readonly headersCheckMs: number;
  /** For the body of a request that Express serves to arrive whole, milliseconds. The data plane's own is in the settings. */
  readonly bodyTotalMs: number;
  /** Largest body of a request that Express serves. */
  readonly expressBodyBytesMax: number;
  /** How long a connection may wait for its next request, milliseconds. */
  readonly keepAliveMs: number;
  /** Connections at once; what comes beyond is closed. */
  readonly connectionsMax: number;
  /** Why a caller of Express' routes is told 401 before `100 Continue`; undefined when it may send its body. */
  readonly refusalOf: (headers: IncomingHttpHeaders) => Promise<GatewayError | undefined>;
}

/** Keep-alive is longer than the idle timeout of common load balancers (60 s), so that they close first. */
export const EDGE_DEFAULTS: EdgeOptions = {
  headerBytesMax: 16 * 1024,
  headersMax: 100,
  headersMs: 30_000,
  headersCheckMs: 10_000,
  bodyTotalMs: 120_000,
  // that of the admin's parser
  expressBodyBytesMax: 1024 * 1024,
  keepAliveMs: 75_000,
  connectionsMax: 16_384,
  refusalOf: () => Promise.resolve(undefined),
};
