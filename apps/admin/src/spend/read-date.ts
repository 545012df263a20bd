import { GatewayError } from '@tollgate/canonical';
import { fail, succeed, type Instant, type Outcome } from '@tollgate/kernel';

export const DAY_MS = 86_400_000;

/**
 * A date of a query as an instant (UTC). A bare day means its first instant, or with `edge: 'end'` the first of the day after:
 * ranges are half open and contain the day named last.
 */
export function readDate(text: string, edge: 'start' | 'end'): Outcome<Instant, GatewayError> {
  const match = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d:\d\d))?$/.exec(text);
  const day = match?.[1] ?? '';
  const instant = Date.parse(`${day}T${match?.[2] ?? '00:00:00'}Z`);
  const isReal = !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(day);
  if (match === null || !isReal) {
    const message = `Invalid date format: ${text}. Expected: 'YYYY-MM-DD' or 'YYYY-MM-DD HH:MM:SS'`;
    return fail(new GatewayError('bad_request', { message, type: 'internal_server_error' }));
  }
  return succeed(edge === 'end' && match[2] === undefined ? instant + DAY_MS : instant);
}
