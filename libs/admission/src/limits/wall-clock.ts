import type { Instant } from '@tollgate/kernel';

/** Local date and time of a zone, as the milliseconds that the same reading would have in UTC. */
export type WallMs = number;

const formats = new Map<string, Intl.DateTimeFormat>();

/** A date and time without a zone: an instant once its zone is known. */
export interface WallTime {
  readonly wallMs: WallMs;
}

/** What clocks in `timeZone` (IANA) show at `instant`. Throws RangeError for a zone that does not exist. */
export function wallAt(instant: Instant, timeZone: string): WallMs {
  if (timeZone === 'UTC') return instant;
  const shown: Record<string, number> = {};
  for (const part of formatOf(timeZone).formatToParts(instant)) {
    if (part.type !== 'literal') shown[part.type] = Number(part.value);
  }
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown;
  const milliseconds = ((instant % 1000) + 1000) % 1000;
  return Date.UTC(year, month - 1, day, hour, minute, second, milliseconds);
}

/**
 * The first instant at which clocks in `timeZone` show `wall` or later. A reading that a clock change skips becomes the change
 * itself; one that it repeats becomes its first occurrence. So the result never falls when `wall` rises.
 */
export function instantOf(wall: WallMs, timeZone: string): Instant {
  if (timeZone === 'UTC') return wall;
  const offsets = [
    wallAt(wall - DAY_MS, timeZone) - (wall - DAY_MS),
    wallAt(wall + DAY_MS, timeZone) - (wall + DAY_MS),
  ];
  const exact = offsets.map((offset) => wall - offset).filter((instant) => wallAt(instant, timeZone) === wall);
  if (exact.length > 0) return Math.min(...exact);
  return changeBetween(wall - Math.max(...offsets), wall - Math.min(...offsets), timeZone, wall);
}

const DAY_MS = 86_400_000;

/** The instant of a clock change that skips `wall`: before it clocks show less, from it on more. */
function changeBetween(from: Instant, to: Instant, timeZone: string, wall: WallMs): Instant {
  let before = from;
  let after = to;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (wallAt(middle, timeZone) < wall) before = middle;
    else after = middle;
  }
  return after;
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(timeZone, format);
  }
  return format;
}
