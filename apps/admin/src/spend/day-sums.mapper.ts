import { usdFromNanoUsd, type Instant } from '@tollgate/kernel';
import type { DaySpend } from '@tollgate/persistence';
import { DAY_MS } from './read-date.js';

/** LiteLLM's sums of `/spend/logs`: one object for each day from `start` to before `end`, with the hash of each key as a member. */
export function toDaySums(sums: readonly DaySpend[], start: Instant, end: Instant): readonly object[] {
  return daysBetween(start, end).map((day) =>
    toDay(
      day,
      sums.filter((sum) => sum.day === day),
    ),
  );
}

function toDay(day: string, sums: readonly DaySpend[]): object {
  return {
    ...sumBy(sums, (sum) => sum.keyHash),
    startTime: day,
    spend: usdFromNanoUsd(sums.reduce((total, { costNano }) => total + costNano, 0n)),
    users: sumBy(sums, (sum) => sum.userId),
    models: sumBy(sums, (sum) => sum.litellmModel),
  };
}

/** Dollars by name; what has no name is left out. */
function sumBy(sums: readonly DaySpend[], nameOf: (sum: DaySpend) => string | null): Readonly<Record<string, number>> {
  const totals = new Map<string, bigint>();
  for (const sum of sums) {
    const name = nameOf(sum);
    if (name !== null && name !== '') totals.set(name, (totals.get(name) ?? 0n) + sum.costNano);
  }
  return Object.fromEntries([...totals].map(([name, nano]) => [name, usdFromNanoUsd(nano)]));
}

function daysBetween(start: Instant, end: Instant): readonly string[] {
  const days: string[] = [];
  for (let day = Math.floor(start / DAY_MS) * DAY_MS; day < end; day += DAY_MS)
    days.push(new Date(day).toISOString().slice(0, 10));
  return days;
}
