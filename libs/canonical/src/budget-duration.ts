/** A budget's period: a fixed length of wall-clock time, or calendar months. */
export type BudgetPeriod =
  { readonly unit: 'ms'; readonly length: number } | { readonly unit: 'month'; readonly length: number };

const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/**
 * Reads LiteLLM's durations: `<n>s|m|h|d|w|mo` with n from 1 on; undefined for anything else. `30d` is a calendar month, as in
 * LiteLLM (both are reset on the first of the month).
 */
export function parseBudgetDuration(duration: string): BudgetPeriod | undefined {
  const match = /^([1-9]\d{0,5})(s|m|h|d|w|mo)$/.exec(duration);
  if (match === null) return undefined;
  const count = Number(match[1]);
  const unit = match[2] ?? '';
  if (unit === 'mo') return { unit: 'month', length: count };
  if (unit === 'd' && count === 30) return { unit: 'month', length: 1 };
  return { unit: 'ms', length: count * (UNIT_MS[unit] ?? 0) };
}
