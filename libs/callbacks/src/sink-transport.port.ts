import type { SinkRequest } from './sink.js';

/** What a sink answered. */
export interface SinkReply {
  readonly status: number;
  /** Capped by the transport. */
  readonly body: Uint8Array;
  /** Milliseconds, from `Retry-After`. */
  readonly retryAfterMs?: number;
}

/** Sends to a sink under the outbound address policy. Implemented on the outbound HTTP client. */
export abstract class SinkTransport {
  /** Rejects when there was no answer (not reached, timed out, cut): whether the sink took it is then unknown. */
  abstract send(request: SinkRequest): Promise<SinkReply>;
}
