import type { Instant } from './instant.js';

const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** Last instant that both JavaScript and PostgreSQL print with four digits of a year. */
const INSTANT_MAX = Date.UTC(9999, 11, 31);

/**
 * The instant `duration` after `from`. LiteLLM's form: a positive whole number and `s`, `m`, `h`, `d`, `w` or `mo` (calendar
 * months, UTC, the day cut to the month's length). undefined: not of that form, or beyond the year 9999.
 */
export function addDuration(from: Instant, duration: string): Instant | undefined {
  const match = /^(\d+)(s|mo|m|h|d|w)$/.exec(duration);
  const amount = Number(match?.[1]);
  if (match === null || amount === 0) return undefined;
  const unit = match[2] as keyof typeof UNIT_MS | 'mo';
  const until = unit === 'mo' ? addMonths(from, amount) : from + amount * UNIT_MS[unit];
  return until <= INSTANT_MAX ? until : undefined;
}

function addMonths(from: Instant, months: number): Instant {
  const start = new Date(from);
  const day = start.getUTCDate();
  start.setUTCDate(1);
  start.setUTCMonth(start.getUTCMonth() + months);
  const daysInMonth = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 0)).getUTCDate();
  start.setUTCDate(Math.min(day, daysInMonth));
  return start.getTime();
}
