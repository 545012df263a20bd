import { GatewayError } from '@tollgate/canonical';
import { fail, succeed, type Instant, type Outcome } from '@tollgate/kernel';

export const DAY_MS = 86_400_000;

/** What a date may be: a day before the first or after the last is one that the database can hold as well, and so is a month before it. */
const INSTANT_MIN = Date.UTC(1970, 0, 1);
const INSTANT_MAX = Date.UTC(9998, 11, 31, 23, 59, 59);

/**
 * A date of a query as an instant (UTC). A bare day means its first instant, or with `edge: 'end'` the first of the day after:
 * ranges are half open and contain the day named last. One that is too far off is refused by `param`.
 */
export function readDate(
  text: string,
  edge: 'start' | 'end',
  param: string = `${edge}_date`,
): Outcome<Instant, GatewayError> {
  const match = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d:\d\d))?$/.exec(text);
  const day = match?.[1] ?? '';
  const instant = Date.parse(`${day}T${match?.[2] ?? '00:00:00'}Z`);
  const isReal = !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(day);
  if (match === null || !isReal)
    return refuse({
      message: `Invalid date format: ${text}. Expected: 'YYYY-MM-DD' or 'YYYY-MM-DD HH:MM:SS'`,
    });
  if (instant < INSTANT_MIN || instant > INSTANT_MAX)
    return refuse({ message: `${param} must be from 1970-01-01 to 9998-12-31. Received: ${text}`, param });
  return succeed(edge === 'end' && match[2] === undefined ? instant + DAY_MS : instant);
}

/** What is no date is told as LiteLLM tells it, without the parameter's name. */
function refuse(fault: { readonly message: string; readonly param?: string }): Outcome<never, GatewayError> {
  return fail(new GatewayError('bad_request', { ...fault, type: 'internal_server_error' }));
}
