import type { DeliveredRecord } from './delivered-record.js';
import type { SinkReply, SinkRequest } from './sink-http.js';

/** What an answer means for the delivery. */
export type DeliveryOutcome =
  | { readonly kind: 'delivered' }
  /** Sending it again may help: the sink did not take it, or nobody knows. `mend`: what somebody has to do before it does. */
  | { readonly kind: 'retry'; readonly reason: string; readonly retryAfterMs?: number; readonly mend?: string }
  /** No retry will mend it: the record itself is refused. */
  | { readonly kind: 'rejected'; readonly reason: string };

/** A destination of records with its settings bound in. Both functions are pure. */
export interface Sink {
  /** As in `litellm_settings.callbacks` (`langfuse`). */
  readonly name: string;
  /** Names of the settings behind it, for the message to whoever has to mend one. */
  readonly settings?: readonly string[];
  buildRequest(records: readonly DeliveredRecord[]): SinkRequest;
  /** Reads what the sink said in its own words; undefined leaves the judgement to the status. */
  readReply?(reply: SinkReply): DeliveryOutcome | undefined;
}
