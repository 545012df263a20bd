import type { Database } from '../database/database.js';
import { Prisma } from '../generated/prisma/client.js';

const HOLDERS = {
  key: Prisma.sql`tollgate.virtual_key`,
  user: Prisma.sql`tollgate.app_user`,
} as const;

/** Ids of keys or users, those that spent the most in their lives first. */
export async function dearest(
  database: Database,
  scope: keyof typeof HOLDERS,
  { page, size }: { readonly page: number; readonly size: number },
): Promise<readonly string[]> {
  const rows = await database.prisma.$queryRaw<{ id: string }[]>`
    SELECT h.id::text AS id FROM ${HOLDERS[scope]} AS h LEFT JOIN tollgate.scope_balance AS b
      ON b.scope = ${scope} AND b.scope_id = h.id::text AND b.window_start = to_timestamp(0)
    ORDER BY coalesce(b.amount_nano, 0) DESC, h.id LIMIT ${size} OFFSET ${(page - 1) * size}`;
  return rows.map(({ id }) => id);
}
