import type { Instant } from '@tollgate/kernel';

/** An instant as answers show it: ISO 8601 in UTC, null for none. */
export function toTime(instant: Instant | null): string | null {
  return instant === null ? null : new Date(instant).toISOString();
}
