import { GatewayError } from '@tollgate/canonical';
import type { Instant } from '@tollgate/kernel';
import { midnight } from './midnight.js';
import { DAY_MS } from './read-date.js';
import { readEdge } from './read-edge.js';

const DAYS_BY_DEFAULT = 30;
/** Days of a report at most. */
export const REPORT_DAYS_MAX = 366;

/** Whole days of UTC: midnights, the second exclusive. */
export interface ReportRange {
  readonly from: Instant;
  readonly to: Instant;
}

export interface RangeTexts {
  readonly start_date?: string;
  readonly end_date?: string;
}

const NAMES = { start: 'start_date', end: 'end_date' };

/**
 * The days of a report: the last thirty, today included, unless the query names others. An instant of a day counts as the day. `names` is what
 * the route calls the two.
 */
export function readReportRange(
  { start_date: start, end_date: end }: RangeTexts,
  now: Instant,
  names: Readonly<typeof NAMES> = NAMES,
): ReportRange {
  const tomorrow = midnight(now) + DAY_MS;
  const to = midnight((readEdge(end, 'end', names.end) ?? tomorrow) + DAY_MS - 1);
  const from = midnight(readEdge(start, 'start', names.start) ?? to - DAYS_BY_DEFAULT * DAY_MS);
  if (to - from > REPORT_DAYS_MAX * DAY_MS) {
    const message = `${names.start} and ${names.end} are more than ${String(REPORT_DAYS_MAX)} days apart. Ask for a shorter range.`;
    throw new GatewayError('bad_request', { message, param: names.start });
  }
  return { from, to };
}
