/** What an encoder could not carry over. Becomes `x-litellm-dropped-params` and a note in the record; never a log line of a pure lib. */
export interface Warning {
  /** `mended`: changed under the operator's `modify_params`, which the client is told in a header of its own. */
  readonly code: 'dropped' | 'changed' | 'mended';
  /** Path of the member in the client's dialect. */
  readonly path: string;
  readonly reason: string;
}
