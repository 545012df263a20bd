import type { IncomingHttpHeaders } from 'node:http';
import type { Instant, Outcome } from '@tollgate/kernel';
import type { GatewayError } from '@tollgate/canonical';
import type { Route } from './route-table.js';

/** A request as it was received, body unread, credentials taken off. */
export interface Ingress {
  /** Ours (UUIDv7), fixed at admission with `receivedAt`. */
  readonly requestId: string;
  /** `x-litellm-call-id`: the client's when it is well-formed, else the request id. */
  readonly callId: string;
  readonly receivedAt: Instant;
  /** Monotonic, for durations. */
  readonly startedMs: number;
  readonly route: Route;
  /** The path as the client called it. */
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** Without any credential header. */
  readonly headers: IncomingHttpHeaders;
  readonly ipAddress: string | undefined;
}

/** The caller's secret as its headers gave it; travels apart from everything that is kept. */
export type PresentedCredential = Outcome<string | undefined, GatewayError>;
