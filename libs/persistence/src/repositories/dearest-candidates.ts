import type { Instant, NanoUsd } from '@tollgate/kernel';
import type { Database } from '../database/database.js';
import { Prisma } from '../generated/prisma/client.js';
import { magnitudeOf } from '../ledger/magnitude-sql.js';

/** Those of whom the sums of months are kept. */
export type MonthlyScope = 'key' | 'team' | 'customer';

/** Whole days: instants of midnights, UTC, the second exclusive. */
export interface DayRange {
  readonly from: Instant;
  readonly to: Instant;
}

/** Who cost the most in each month that a range touches, `size` of each; `isAll`: nobody else cost anything. */
export async function dearestOfMonths(
  database: Database,
  scope: MonthlyScope,
  range: DayRange,
  size: number,
): Promise<{ readonly ids: readonly string[]; readonly isAll: boolean }> {
  const months = monthsOf(range).map((month) => Prisma.sql`(${new Date(month)}::date)`);
  const rows = await database.prisma.$queryRaw<{ id: string; isLast: boolean }[]>`
    SELECT top.scope_id AS id, top.place = ${size} AS "isLast"
    FROM (VALUES ${Prisma.join(months)}) AS month(first) CROSS JOIN LATERAL (
      SELECT scope_id, row_number() OVER (ORDER BY magnitude DESC) AS place FROM tollgate.spend_monthly_total AS m
      WHERE m.scope = ${scope} AND m.month = month.first ORDER BY magnitude DESC LIMIT ${size}) AS top`;
  return { ids: [...new Set(rows.map(({ id }) => id))], isAll: rows.every(({ isLast }) => !isLast) };
}

/**
 * Everybody who can have cost `leastNano` in a range, and some who did not: who cost less than its share in every month that the range
 * touches cost less than all of it in the range, since a month's sum is at least that of its days. undefined: more than `max`.
 */
export async function candidatesFor(
  database: Database,
  scope: MonthlyScope,
  range: DayRange,
  leastNano: NanoUsd,
  max: number,
): Promise<readonly string[] | undefined> {
  const months = monthsOf(range);
  const least = magnitudeOf(leastNano / BigInt(months.length));
  const rows = await database.prisma.$queryRaw<{ id: string }[]>`
    SELECT scope_id AS id FROM tollgate.spend_monthly_total
    WHERE scope = ${scope} AND month = ANY(${months.map((month) => new Date(month))}::date[]) AND magnitude >= ${least}
    LIMIT ${max * months.length + 1}`;
  const ids = new Set(rows.map(({ id }) => id));
  return ids.size > max ? undefined : [...ids];
}

/** First instants of the months that a range touches. */
function monthsOf({ from, to }: DayRange): readonly Instant[] {
  const [first, last] = [new Date(from), new Date(to - 1)];
  const count = (last.getUTCFullYear() - first.getUTCFullYear()) * 12 + last.getUTCMonth() - first.getUTCMonth() + 1;
  return Array.from({ length: count }, (_, n) => Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + n));
}
