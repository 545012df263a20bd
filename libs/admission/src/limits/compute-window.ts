import type { Instant } from '@tollgate/kernel';
import { type BudgetPeriod, type BudgetWindow, parseBudgetDuration, type WindowRef } from '@tollgate/canonical';
import { instantOf, wallAt, type WallMs } from './wall-clock.js';

/** The window of a budget that never resets. */
export const LIFETIME: WindowRef = { start: 0 };

const RATE_WINDOW_MS = 60_000;
const latest = new WeakMap<BudgetWindow, Required<WindowRef>>();

/**
 * The window of requests and tokens per minute: the wall-clock minute of the admission instant. LiteLLM's 60 seconds begin with
 * the first request of a key; ours are a pure function of the instant, so that every process and every restart agrees.
 */
export function computeRateWindow(instant: Instant): Required<WindowRef> {
  const start = Math.floor(instant / RATE_WINDOW_MS) * RATE_WINDOW_MS;
  return { start, end: start + RATE_WINDOW_MS };
}

/**
 * The budget window that `instant` falls into: windows follow each other without gap or overlap from the anchor, counted on the
 * clocks of the budget's zone. A day window is therefore 23 or 25 hours long when the clocks change; periods of an hour or less are
 * counted in elapsed time: the hour that clocks show twice is two of them. Throws RangeError for a duration that `parseBudgetDuration` does not know, or an unknown zone.
 */
export function computeWindow(window: BudgetWindow, instant: Instant): Required<WindowRef> {
  const known = latest.get(window);
  if (known !== undefined && known.start <= instant && instant < known.end) return known;
  const period = parseBudgetDuration(window.duration);
  if (period === undefined) throw new RangeError(`unknown budget duration: ${window.duration}`);
  const zone = period.unit === 'ms' && period.length <= 3_600_000 ? 'UTC' : window.timeZone;
  const computed = windowFrom(period, window.anchor, instant, zone);
  latest.set(window, computed);
  return computed;
}

/**
 * The anchor that LiteLLM's resets imply for a budget made at `instant` (litellm-admin-api 16): days at midnight, `7d` and `1w`
 * on Monday, `30d` and months on the first, shorter periods on multiples since midnight.
 */
export function alignAnchor(duration: string, timeZone: string, instant: Instant): Instant {
  const period = parseBudgetDuration(duration);
  if (period === undefined) throw new RangeError(`unknown budget duration: ${duration}`);
  const midnight = Math.floor(wallAt(instant, timeZone) / 86_400_000) * 86_400_000;
  const date = new Date(midnight);
  if (period.unit === 'month') return instantOf(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1), timeZone);
  if (period.length !== 604_800_000) return instantOf(midnight, timeZone);
  const daysSinceMonday = (date.getUTCDay() + 6) % 7;
  return instantOf(midnight - daysSinceMonday * 86_400_000, timeZone);
}

function windowFrom(period: BudgetPeriod, anchor: Instant, instant: Instant, zone: string): Required<WindowRef> {
  const anchorWall = wallAt(anchor, zone);
  const boundary = (index: number): Instant => instantOf(wallOfBoundary(period, anchorWall, index), zone);
  let index = nearestIndex(period, anchorWall, wallAt(instant, zone));
  while (boundary(index) > instant) index -= 1;
  while (boundary(index + 1) <= instant) index += 1;
  return { start: boundary(index), end: boundary(index + 1) };
}

function nearestIndex(period: BudgetPeriod, anchorWall: WallMs, wall: WallMs): number {
  if (period.unit === 'ms') return Math.floor((wall - anchorWall) / period.length);
  const from = new Date(anchorWall);
  const to = new Date(wall);
  const months = (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth();
  return Math.floor(months / period.length);
}

/** A month that lacks the anchor's day begins on its last day. */
function wallOfBoundary(period: BudgetPeriod, anchorWall: WallMs, index: number): WallMs {
  if (period.unit === 'ms') return anchorWall + index * period.length;
  const anchor = new Date(anchorWall);
  const month = anchor.getUTCMonth() + index * period.length;
  const lastDay = new Date(Date.UTC(anchor.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const timeOfDay = anchorWall - Math.floor(anchorWall / 86_400_000) * 86_400_000;
  return Date.UTC(anchor.getUTCFullYear(), month, Math.min(anchor.getUTCDate(), lastDay)) + timeOfDay;
}
