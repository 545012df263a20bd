import type { WallTime } from '@tollgate/admission';
import { GatewayError } from '@tollgate/canonical';
import { fail, type Instant, type Outcome, succeed } from '@tollgate/kernel';

/** Last instant that both JavaScript and PostgreSQL print with four digits of a year. */
const INSTANT_MAX = Date.UTC(9999, 11, 31);

const FORM = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?)?(Z|[+-]\d\d:?\d\d)?$/i;

/** An instant in ISO 8601 from 1970 on, as LiteLLM's clients write it; without a zone it is UTC. Refuses anything else, naming the field. */
export function readInstant(field: string, text: string): Outcome<Instant, GatewayError> {
  const read = readDateTime(field, text);
  return read.ok ? succeed(read.value.instant) : read;
}

/** The same, but a date and time without a zone stays one. */
export function readInstantOrWallTime(field: string, text: string): Outcome<Instant | WallTime, GatewayError> {
  const read = readDateTime(field, text);
  if (!read.ok) return read;
  const { instant, hasZone } = read.value;
  return succeed(hasZone ? instant : { wallMs: instant });
}

function readDateTime(
  field: string,
  text: string,
): Outcome<{ readonly instant: Instant; readonly hasZone: boolean }, GatewayError> {
  const [, day = '', time = '00:00', seconds = '00', fraction = '', given] = FORM.exec(text) ?? [];
  const zone = given ?? 'Z';
  const offset = zone.toUpperCase().replace(/^([+-]\d\d):?(\d\d)$/, '$1:$2');
  const instant = Date.parse(`${day}T${time}:${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}${offset}`);
  const isReal = new Date(Date.parse(`${day}T00:00:00Z`) || 0).toISOString().startsWith(day);
  if (day !== '' && isReal && instant >= 0 && instant <= INSTANT_MAX)
    return succeed({ instant, hasZone: given !== undefined });
  const message = `${field} must be a date and time such as 2026-12-31T23:59:59Z. Received: ${text}`;
  return fail(new GatewayError('bad_request', { message, param: field }));
}
