/** What HTTP knows as an error's status (RFC 9110 15): some hosts answer with 600 or 999, which no client can read. */
export function isErrorStatus(status: unknown): status is number {
  return typeof status === 'number' && Number.isInteger(status) && status >= 400 && status < 600;
}
