import type { SinkReply, SinkRequest } from './sink-http.js';

/** Sends to a sink under the outbound address policy. Implemented on the outbound HTTP client. */
export abstract class SinkTransport {
  /** Rejects when there was no answer (not reached, timed out, cut): whether the sink took it is then unknown. */
  abstract send(request: SinkRequest): Promise<SinkReply>;
}
