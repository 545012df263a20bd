import { usdFromNanoUsd, type Instant } from '@tollgate/kernel';
import type { DaySpend } from '@tollgate/persistence';
import { DAY_MS } from './read-date.js';

/** Sums of days from which each part of an answer is made; they may be the same. */
export interface DaySums {
  readonly whole: readonly Sum[];
  readonly keys: readonly Sum[];
  readonly users: readonly Sum[];
}

type Sum = Pick<DaySpend, 'day' | 'costNano'> & Partial<DaySpend>;

/** LiteLLM's sums of `/spend/logs`: one object for each day from `start` to before `end`, with the hash of each key as a member. */
export function toDaySums({ whole, keys, users }: DaySums, start: Instant, end: Instant): readonly object[] {
  const [wholeOf, keysOf, usersOf] = [byDay(whole), byDay(keys), byDay(users)];
  return daysBetween(start, end).map((day) => ({
    ...sumBy(keysOf(day), (sum) => sum.keyHash),
    startTime: day,
    spend: usdFromNanoUsd(wholeOf(day).reduce((total, { costNano }) => total + costNano, 0n)),
    users: sumBy(usersOf(day), (sum) => sum.userId),
    models: sumBy(wholeOf(day), (sum) => sum.litellmModel),
  }));
}

function byDay(sums: readonly Sum[]): (day: string) => readonly Sum[] {
  const days = Map.groupBy(sums, ({ day }) => day);
  return (day) => days.get(day) ?? [];
}

/** Dollars by name; what has no name is left out. */
function sumBy(
  sums: readonly Sum[],
  nameOf: (sum: Sum) => string | null | undefined,
): Readonly<Record<string, number>> {
  const totals = new Map<string, bigint>();
  for (const sum of sums) {
    const name = nameOf(sum);
    if (name !== undefined && name !== null && name !== '') totals.set(name, (totals.get(name) ?? 0n) + sum.costNano);
  }
  return Object.fromEntries([...totals].map(([name, nano]) => [name, usdFromNanoUsd(nano)]));
}

function daysBetween(start: Instant, end: Instant): readonly string[] {
  const days: string[] = [];
  for (let day = Math.floor(start / DAY_MS) * DAY_MS; day < end; day += DAY_MS)
    days.push(new Date(day).toISOString().slice(0, 10));
  return days;
}
