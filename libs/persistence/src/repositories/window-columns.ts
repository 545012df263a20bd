import { alignAnchor, instantOf, type WallTime } from '@tollgate/admission';
import type { Instant } from '@tollgate/kernel';

/** What can be said about the windows of a budget. Absent: nothing; null: the default. */
export interface WindowSettings {
  readonly budgetDuration?: string | null;
  /** IANA name; null: the operator's. */
  readonly budgetTimeZone?: string | null;
  /** When some window begins, a date and time without a zone in that of the budget; null: the calendar's. */
  readonly budgetAnchor?: Instant | WallTime | null;
}

/** The windows of a budget as they are stored. */
export interface StoredWindow {
  readonly budgetTimeZone: string | null;
  readonly budgetAnchor: Instant | null;
}

interface WindowColumns {
  readonly budgetDuration: string | null;
  readonly budgetTimeZone: string | null;
}

/**
 * Columns that place the windows of a budget; empty where nothing moves them. Whoever changes the length or the zone without saying from
 * where windows are counted gets the edges of the calendar in that zone, where LiteLLM's resets fall. `before`: null for a new holder.
 */
export function windowColumns(
  settings: WindowSettings,
  before: WindowColumns | null,
  { now, timeZone: usual }: { readonly now: Instant; readonly timeZone: string },
): { readonly budgetAnchor?: Date | null; readonly budgetTimeZone?: string } {
  const { budgetDuration, budgetTimeZone, budgetAnchor } = settings;
  const timeZone = (budgetTimeZone === undefined ? before?.budgetTimeZone : budgetTimeZone) ?? usual;
  const duration = budgetDuration === undefined ? (before?.budgetDuration ?? null) : budgetDuration;
  const isMoved =
    budgetAnchor !== undefined ||
    (budgetDuration !== undefined && budgetDuration !== before?.budgetDuration) ||
    (budgetTimeZone !== undefined && timeZone !== before?.budgetTimeZone);
  if (before !== null && !isMoved) return {};
  if (duration === null) return { budgetAnchor: null, budgetTimeZone: timeZone };
  const anchor =
    typeof budgetAnchor === 'object' && budgetAnchor !== null ? instantOf(budgetAnchor.wallMs, timeZone) : budgetAnchor;
  return { budgetAnchor: new Date(anchor ?? alignAnchor(duration, timeZone, now)), budgetTimeZone: timeZone };
}

/** Settings without what `windowColumns` writes. */
export function withoutWindow<T extends WindowSettings>(settings: T): Omit<T, 'budgetTimeZone' | 'budgetAnchor'> {
  const { budgetTimeZone: _zone, budgetAnchor: _anchor, ...rest } = settings;
  return rest;
}

export function toStoredWindow(row: {
  readonly budgetTimeZone: string | null;
  readonly budgetAnchor: Date | null;
}): StoredWindow {
  return { budgetTimeZone: row.budgetTimeZone, budgetAnchor: row.budgetAnchor?.getTime() ?? null };
}
