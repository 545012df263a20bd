import type { DeliveredRecord } from './delivered-record.js';
import type { SinkReply } from './sink-transport.port.js';

/** An HTTP request to a sink, credentials included: plain data, the same for the same records and settings. */
export interface SinkRequest {
  readonly method: 'POST';
  readonly url: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** What an answer means for the delivery. */
export type DeliveryOutcome =
  | { readonly kind: 'delivered' }
  /** Sending it again may help: the sink did not take it, or nobody knows. */
  | { readonly kind: 'retry'; readonly reason: string; readonly retryAfterMs?: number }
  /** No retry will mend it. */
  | { readonly kind: 'rejected'; readonly reason: string };

/** A destination of records with its settings bound in. Both functions are pure. */
export interface Sink {
  /** As in `litellm_settings.callbacks` (`langfuse`). */
  readonly name: string;
  buildRequest(records: readonly DeliveredRecord[]): SinkRequest;
  /** Reads what the sink said in its own words; undefined leaves the judgement to the status. */
  readReply?(reply: SinkReply): DeliveryOutcome | undefined;
}
