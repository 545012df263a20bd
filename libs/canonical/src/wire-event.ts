/** One event on the wire, free of any dialect: an SSE event (`event` name and `data` text) or a line of JSON. */
export interface WireEvent {
  readonly event?: string;
  readonly data: string;
}
