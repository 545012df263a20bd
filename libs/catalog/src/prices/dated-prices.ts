import type { Instant } from '@tollgate/kernel';

/** When a row of prices holds: always, from a date on, or in hours of the day (UTC). */
export interface DatedRow {
  /** `2026-08-21` */
  readonly startDate?: string;
  /** `00:30:00Z`; an end before the start is on the next day. */
  readonly startTime?: string;
  readonly endTime?: string;
}

const DAY_MS = 86_400_000;

/** The row that holds at an instant (the last of those that do), and until when that answer is good. */
export function rowAt<R extends DatedRow>(
  rows: readonly R[],
  at: Instant,
): { readonly row: R | undefined; readonly validUntil: Instant | undefined } {
  const changes = rows.flatMap((row) => changesAfter(row, at));
  return {
    row: rows.findLast((row) => holds(row, at)),
    validUntil: changes.length === 0 ? undefined : Math.min(...changes),
  };
}

function holds(row: DatedRow, at: Instant): boolean {
  if (row.startDate !== undefined) return at >= Date.parse(row.startDate);
  if (row.startTime === undefined || row.endTime === undefined) return true;
  const [time, start, end] = [at % DAY_MS, timeOf(row.startTime), timeOf(row.endTime)];
  return start <= end ? time >= start && time < end : time >= start || time < end;
}

function changesAfter(row: DatedRow, at: Instant): readonly Instant[] {
  if (row.startDate !== undefined) return Date.parse(row.startDate) > at ? [Date.parse(row.startDate)] : [];
  const midnight = at - (at % DAY_MS);
  return [row.startTime, row.endTime].flatMap((time) => {
    if (time === undefined) return [];
    const today = midnight + timeOf(time);
    return [today > at ? today : today + DAY_MS];
  });
}

/** Milliseconds since midnight, UTC. */
function timeOf(time: string): number {
  return Date.parse(`1970-01-01T${time}`);
}
