/** An HTTP request to a sink, credentials included: plain data, the same for the same records and settings. */
export interface SinkRequest {
  readonly method: 'POST';
  readonly url: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** What a sink answered. */
export interface SinkReply {
  readonly status: number;
  /** Capped by the transport. */
  readonly body: Uint8Array;
  /** Milliseconds, from `Retry-After`. */
  readonly retryAfterMs?: number;
}
