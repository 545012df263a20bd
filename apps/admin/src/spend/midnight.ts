import type { Instant } from '@tollgate/kernel';
import { DAY_MS } from './read-date.js';

/** First instant of the day (UTC) that an instant is of: where days are whole, an instant counts as its day. */
export function midnight(instant: Instant): Instant {
  return Math.floor(instant / DAY_MS) * DAY_MS;
}
