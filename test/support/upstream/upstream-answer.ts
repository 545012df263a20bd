/** What a provider puts on its bill for one answer, tokens. */
export interface Bill {
  readonly input: number;
  /** `written`: events of a stream that went out; undefined when the answer is not a stream. */
  readonly output: (written: number | undefined) => number;
}

/** What a provider answers, as it goes over the wire. */
export interface UpstreamAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** A whole body, or the events of a stream, each with its blank line. */
  readonly body: string | readonly string[];
  /** Instead of `body`: what is no text, whole or in pieces. */
  readonly bytes?: Buffer | readonly Buffer[];
  /** Awaited before the headers go out. */
  readonly before?: Promise<unknown>;
  /** Awaited before the event of this index goes out: a delay, or for ever. */
  readonly gate?: (index: number) => Promise<unknown> | undefined;
  /** The connection breaks when this many events (or bytes of a whole body) are out. */
  readonly cutAfter?: number;
  /** What is billed once the provider has begun to work on it; absent: nothing. */
  readonly bill?: Bill;
}

export function answerJson(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): UpstreamAnswer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

export function answerEvents(
  events: readonly string[],
  headers: Readonly<Record<string, string>> = {},
): UpstreamAnswer {
  return { status: 200, headers: { 'content-type': 'text/event-stream', ...headers }, body: events };
}
