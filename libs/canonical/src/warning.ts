/** What an encoder could not carry over. Becomes `x-litellm-dropped-params` and a note in the record; never a log line of a pure lib. */
export interface Warning {
  readonly code: 'dropped' | 'changed';
  /** Path of the member in the client's dialect. */
  readonly path: string;
  readonly reason: string;
}
