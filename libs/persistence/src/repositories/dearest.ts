import type { Database } from '../database/database.js';
import { Prisma } from '../generated/prisma/client.js';

const HOLDERS = {
  key: Prisma.sql`tollgate.virtual_key`,
  user: Prisma.sql`tollgate.app_user`,
} as const;

/**
 * Ids of keys or users, those that spent the most in their lives first: a page is read from its nearer end, the last like the first;
 * and how many there are.
 */
export async function dearest(
  database: Database,
  scope: keyof typeof HOLDERS,
  { page, size }: { readonly page: number; readonly size: number },
): Promise<{ readonly ids: readonly string[]; readonly total: number }> {
  const [counted] = await database.prisma.$queryRaw<{ count: number }[]>`
    SELECT count(*)::float8 AS count FROM ${HOLDERS[scope]}`;
  const total = counted?.count ?? 0;
  const before = (page - 1) * size;
  const take = Math.min(size, total - before);
  if (take <= 0) return { ids: [], total };
  const behind = total - before - take;
  const [down, up] = [Prisma.sql`DESC`, Prisma.sql`ASC`];
  const [spend, id, skip] = before <= behind ? [down, up, before] : [up, down, behind];
  const rows = await database.prisma.$queryRaw<{ id: string }[]>`
    SELECT h.id::text AS id FROM ${HOLDERS[scope]} AS h LEFT JOIN tollgate.scope_balance AS b
      ON b.scope = ${scope} AND b.scope_id = h.id::text AND b.window_start = to_timestamp(0)
    ORDER BY coalesce(b.amount_nano, 0) ${spend}, h.id ${id} LIMIT ${take} OFFSET ${skip}`;
  const ids = rows.map((row) => row.id);
  return { ids: before <= behind ? ids : ids.reverse(), total };
}
