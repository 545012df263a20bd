import { computeWindow } from '@tollgate/admission';
import type { Instant } from '@tollgate/kernel';
import type { Database } from '../database/database.js';
import { Prisma } from '../generated/prisma/client.js';

const HOLDERS = {
  key: Prisma.sql`tollgate.virtual_key`,
  user: Prisma.sql`tollgate.app_user`,
} as const;

/** A page of an order. */
export interface OrderedPage {
  readonly page: number;
  readonly size: number;
  readonly order: 'asc' | 'desc';
}

/**
 * Ids of the keys or users `h` for which `condition` holds, by what each has spent in the window that counts for it (`balanceOf`), and how
 * many there are. A page is read from its nearer end, the last like the first. No index has this order: the balances are joined to all that
 * the condition leaves.
 */
export async function bySpend(
  database: Database,
  scope: keyof typeof HOLDERS,
  condition: Prisma.Sql,
  { page, size, order }: OrderedPage,
  now: Instant,
): Promise<{ readonly ids: readonly string[]; readonly total: number }> {
  const [[counted], running] = await Promise.all([
    database.prisma.$queryRaw<{ count: number }[]>`
      SELECT count(*)::float8 AS count FROM ${HOLDERS[scope]} AS h WHERE ${condition}`,
    runningWindows(database, scope, now),
  ]);
  const total = counted?.count ?? 0;
  const before = (page - 1) * size;
  const take = Math.min(size, total - before);
  if (take <= 0) return { ids: [], total };
  const behind = total - before - take;
  const isForward = before <= behind;
  const direction = (order === 'desc') === isForward ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  const rows = await database.prisma.$queryRaw<{ id: string }[]>`
    SELECT h.id::text AS id FROM ${windowed(scope)}
      LEFT JOIN unnest(${running.map(({ duration }) => duration)}::text[], ${running.map(({ anchor }) => anchor)}::timestamptz[],
        ${running.map(({ timeZone }) => timeZone)}::text[], ${running.map(({ start }) => start)}::timestamptz[]) AS r(duration, anchor, zone, start)
        ON r.duration = w.duration AND r.anchor = w.anchor AND r.zone = w.zone
      LEFT JOIN tollgate.scope_balance AS b
        ON b.scope = ${scope} AND b.scope_id = h.id::text AND b.window_start = coalesce(r.start, to_timestamp(0))
    WHERE ${condition}
    ORDER BY coalesce(b.amount_nano, 0) ${direction}, h.id ${direction} LIMIT ${take} OFFSET ${isForward ? before : behind}`;
  const ids = rows.map((row) => row.id);
  return { ids: isForward ? ids : ids.reverse(), total };
}

/** Holders `h` with the window `w` of their own money, else of the budget that is linked to them, where it resets. */
function windowed(scope: keyof typeof HOLDERS): Prisma.Sql {
  return Prisma.sql`${HOLDERS[scope]} AS h LEFT JOIN tollgate.budget AS u
      ON u.id = h.budget_id AND h.budget_duration IS NULL AND h.max_budget_nano IS NULL
    CROSS JOIN LATERAL (SELECT coalesce(h.budget_duration, u.budget_duration) AS duration,
      CASE WHEN h.budget_duration IS NULL THEN coalesce(u.budget_anchor, u.created_at) ELSE coalesce(h.budget_anchor, h.created_at) END AS anchor,
      coalesce(CASE WHEN h.budget_duration IS NULL THEN u.budget_time_zone ELSE h.budget_time_zone END, 'UTC') AS zone) AS w`;
}

interface RunningWindow {
  readonly duration: string;
  readonly anchor: Date;
  readonly timeZone: string;
  readonly start: Date;
}

/** Each window that a holder of the scope or a budget has, once, with when the one began that is running: many share the calendar's. */
async function runningWindows(
  database: Database,
  scope: keyof typeof HOLDERS,
  now: Instant,
): Promise<readonly RunningWindow[]> {
  const rows = await database.prisma.$queryRaw<Omit<RunningWindow, 'start'>[]>`
    SELECT h.budget_duration AS duration, coalesce(h.budget_anchor, h.created_at) AS anchor, coalesce(h.budget_time_zone, 'UTC') AS "timeZone"
      FROM ${HOLDERS[scope]} AS h WHERE h.budget_duration IS NOT NULL
    UNION SELECT u.budget_duration, coalesce(u.budget_anchor, u.created_at), coalesce(u.budget_time_zone, 'UTC')
      FROM tollgate.budget AS u WHERE u.budget_duration IS NOT NULL`;
  return rows.map((row) => {
    const window = { duration: row.duration, anchor: row.anchor.getTime(), timeZone: row.timeZone };
    return { ...row, start: new Date(computeWindow(window, now).start) };
  });
}
