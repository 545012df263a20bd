import type { Database } from '../database/database.js';
import { Prisma } from '../generated/prisma/client.js';

/** What a team or a customer, by name over all tenants, used on a day (`YYYY-MM-DD`). */
export interface DayGroup {
  readonly day: string;
  readonly id: string;
}

/** Sums of a group by what it is made of. */
export interface GroupUsage extends DayGroup {
  readonly modelGroup: string | null;
  readonly keyId: string;
  readonly costNano: bigint;
  readonly tokens: number;
}

const SOURCES = {
  team: Prisma.sql`tollgate.spend_daily AS f WHERE f.team_id = asked.id AND f.day = asked.day`,
  customer: Prisma.sql`tollgate.customer AS named
    JOIN tollgate.spend_daily_label AS f ON f.scope = 'customer' AND f.scope_id = named.id AND f.day = asked.day WHERE named.name = asked.id`,
} as const;

/** What groups are made of, the dearest first: from their own daily sums, each group's added up by itself, however many others there are. */
export function groupUsage(
  { prisma }: Database,
  of: 'team' | 'customer',
  groups: readonly DayGroup[],
  limit: number,
): Promise<readonly GroupUsage[]> {
  return prisma.$queryRaw<GroupUsage[]>`
    SELECT to_char(asked.day, 'YYYY-MM-DD') AS day, asked.id, part.model_group AS "modelGroup", part.key_id::text AS "keyId",
      part.cost_nano::bigint AS "costNano", part.tokens
    FROM unnest(${groups.map(({ day }) => day)}::date[], ${groups.map(({ id }) => id)}::text[]) AS asked(day, id) CROSS JOIN LATERAL (
      SELECT f.model_group, f.key_id, sum(f.cost_nano) AS cost_nano,
        sum((f.input_uncached + f.cache_read + f.cache_write_5m + f.cache_write_1h + f.input_audio + f.output + f.reasoning + f.output_audio)::float8) AS tokens
      FROM ${SOURCES[of]} GROUP BY f.model_group, f.key_id) AS part
    ORDER BY part.cost_nano DESC, asked.day, asked.id, part.model_group, part.key_id LIMIT ${limit}`;
}
