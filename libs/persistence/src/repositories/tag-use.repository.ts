import type { Instant } from '@tollgate/kernel';
import type { Database } from '../database/database.js';
import { Prisma } from '../generated/prisma/client.js';
import { escapeLike } from './escape-like.js';

/** Of which tags: those of these names, else those with this text in them, in any case; else all. */
export interface TagUseFilter {
  readonly names?: readonly string[] | undefined;
  readonly containing?: string | undefined;
}

/** Days as instants of midnights, UTC, the second exclusive. */
export interface TagUseRange {
  readonly from: Instant;
  readonly to: Instant;
}

/** Users whose keys made calls with a tag in one of several equal periods; 0 is the last. */
export interface ActiveUsers {
  readonly tag: string;
  readonly period: number;
  readonly users: number;
}

interface UseSums {
  readonly requests: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly tokens: number;
  readonly costNano: bigint;
}

export interface TagSummary extends UseSums {
  readonly tag: string;
  readonly users: number;
}

export interface UserOfTags extends UseSums {
  readonly userId: string;
  readonly email: string | null;
  /** The tag of the most of its calls. */
  readonly tag: string;
}

/** Rows of the tags of the most calls. */
export interface OfTags<Row> {
  readonly rows: readonly Row[];
  /** Whether there are tags beside them. */
  readonly hasMore: boolean;
}

/** Tags that one answer tells apart, those of the most calls: as many as LiteLLM's `/tag/distinct` names. */
const TAGS_MAX = 250;
const DAY_MS = 86_400_000;
/** How LiteLLM writes a client's product as a tag. */
const PRODUCT = Prisma.sql`'User-Agent: ' || product`;

const SUMS = Prisma.sql`sum(f.requests)::float8 AS requests, sum(f.succeeded)::float8 AS succeeded, sum(f.failed)::float8 AS failed,
  sum(f.tokens)::float8 AS tokens, sum(f.cost_nano)::bigint AS "costNano"`;

/** Who a key belongs to, also one that is deleted. */
const HOLDERS = Prisma.sql`(SELECT id, user_id FROM tollgate.virtual_key WHERE user_id IS NOT NULL
  UNION ALL SELECT id, user_id FROM tollgate.deleted_key WHERE user_id IS NOT NULL) AS holder`;

/** How tags and clients' products are used, over all tenants, from the daily sums alone. */
export class TagUseRepository {
  constructor(private readonly database: Database) {}

  /** Users by tag in so many periods of so many days, the last of which ends before `to`. */
  async activeUsers(
    filter: TagUseFilter,
    { to, days, periods }: { readonly to: Instant; readonly days: number; readonly periods: number },
  ): Promise<OfTags<ActiveUsers>> {
    const last = new Date(to - DAY_MS);
    const range = { from: to - days * periods * DAY_MS, to };
    const rows = await this.database.prisma.$queryRaw<(ActiveUsers & { readonly place: number })[]>`
      WITH used AS MATERIALIZED (
        SELECT f.tag, (${last}::date - f.day) / ${days}::int AS period, holder.user_id, sum(f.requests) AS requests
        FROM ${useOf(filter, range)} JOIN ${HOLDERS} ON holder.id = f.key_id GROUP BY 1, 2, 3
      ), busiest AS (
        SELECT tag, row_number() OVER (ORDER BY sum(requests) DESC, tag) AS place FROM used GROUP BY tag ORDER BY place LIMIT ${TAGS_MAX + 1}
      )
      SELECT tag, period, place::float8 AS place, count(*)::float8 AS users FROM used JOIN busiest USING (tag)
      GROUP BY tag, period, place ORDER BY period, users DESC, tag`;
    const shown = rows.filter(({ place }) => place <= TAGS_MAX);
    return { rows: shown.map(({ place: _place, ...row }) => row), hasMore: shown.length < rows.length };
  }

  /** Tags of a range, those of the most calls first. */
  async summaries(filter: TagUseFilter, range: TagUseRange): Promise<OfTags<TagSummary>> {
    const rows = await this.database.prisma.$queryRaw<TagSummary[]>`
      SELECT f.tag, count(DISTINCT holder.user_id)::float8 AS users, ${SUMS}
      FROM ${useOf(filter, range)} LEFT JOIN ${HOLDERS} ON holder.id = f.key_id
      GROUP BY f.tag ORDER BY sum(f.requests) DESC, f.tag LIMIT ${TAGS_MAX + 1}`;
    return { rows: rows.slice(0, TAGS_MAX), hasMore: rows.length > TAGS_MAX };
  }

  /**
   * A page of the users of a range, those of the most calls that succeeded first. Without a filter their calls are added up by clients'
   * products, each once; a call of several tags that were asked for counts for each.
   */
  async users(
    filter: TagUseFilter,
    range: TagUseRange,
    { page, size }: { readonly page: number; readonly size: number },
  ): Promise<{ readonly users: readonly UserOfTags[]; readonly total: number }> {
    const isWhole = filter.names === undefined && filter.containing === undefined;
    const use = isWhole ? Prisma.sql`${productsOf(range)} AS f` : useOf(filter, range);
    const rows = await this.database.prisma.$queryRaw<(UserOfTags & { readonly total: number })[]>`
      WITH ranked AS MATERIALIZED (
        SELECT holder.user_id, sum(f.succeeded) AS succeeded FROM ${use} JOIN ${HOLDERS} ON holder.id = f.key_id GROUP BY 1
      ), shown AS MATERIALIZED (
        SELECT user_id FROM ranked ORDER BY succeeded DESC, user_id LIMIT ${size} OFFSET ${(page - 1) * size}
      ), used AS (
        SELECT holder.user_id, f.tag, ${SUMS} FROM ${use} JOIN ${HOLDERS} ON holder.id = f.key_id
        WHERE holder.user_id IN (SELECT user_id FROM shown) GROUP BY 1, 2
      ), users AS (
        SELECT user_id, (array_agg(tag ORDER BY requests DESC, tag))[1] AS tag, sum(requests) AS requests, sum(succeeded) AS succeeded,
          sum(failed) AS failed, sum(tokens) AS tokens, sum("costNano")::bigint AS "costNano"
        FROM used GROUP BY user_id
      )
      SELECT counted.total, user_id AS "userId", email, tag, requests, succeeded, failed, tokens, "costNano"
      FROM (SELECT count(*)::float8 AS total FROM ranked) AS counted LEFT JOIN users ON true
        LEFT JOIN tollgate.app_user ON app_user.id = user_id ORDER BY succeeded DESC, user_id`;
    // of a page behind the last there is the count alone
    const users = rows.flatMap(({ total: _total, ...user }) => ((user.userId as string | null) === null ? [] : [user]));
    return { users, total: rows[0]?.total ?? 0 };
  }

  /** Tags and clients' products of the most calls: tags of all times, products of the days since `from`. */
  async names(from: Instant, limit: number): Promise<readonly string[]> {
    const rows = await this.database.prisma.$queryRaw<{ name: string }[]>`
      SELECT name FROM (
        SELECT scope_id AS name, sum(requests) AS requests FROM tollgate.spend_daily_total WHERE scope = 'tag' GROUP BY 1
        UNION ALL SELECT ${PRODUCT}, sum(requests) FROM tollgate.client_product_daily WHERE day >= ${new Date(from)}::date GROUP BY 1
      ) AS named ORDER BY requests DESC, name LIMIT ${limit}`;
    return rows.map(({ name }) => name);
  }
}

/** Daily sums of calls by tag and key, named `f`. */
function useOf({ names, containing }: TagUseFilter, range: TagUseRange): Prisma.Sql {
  const among = (tag: Prisma.Sql): Prisma.Sql => {
    if (names !== undefined) return Prisma.sql`${tag} = ANY(${[...names]}::text[])`;
    return containing === undefined ? Prisma.sql`true` : Prisma.sql`${tag} ILIKE ${`%${escapeLike(containing)}%`}`;
  };
  return Prisma.sql`(
    SELECT * FROM ${productsOf(range)} AS named WHERE ${among(Prisma.sql`named.tag`)}
    UNION ALL
    SELECT own.name, sums.day, sums.key_id, sums.requests, sums.succeeded, sums.failed + sums.cancelled, sums.cost_nano,
      sums.input_uncached + sums.cache_read + sums.cache_write_5m + sums.cache_write_1h + sums.input_audio
        + sums.output + sums.reasoning + sums.output_audio
    FROM tollgate.spend_daily_label AS sums JOIN tollgate.tag AS own ON own.id = sums.scope_id
    WHERE sums.scope = 'tag' AND ${among(Prisma.sql`own.name`)} AND ${inRange(Prisma.sql`sums.day`, range)}
  ) AS f`;
}

function productsOf(range: TagUseRange): Prisma.Sql {
  return Prisma.sql`(SELECT ${PRODUCT} AS tag, day, key_id, requests, succeeded, failed, cost_nano,
    prompt_tokens + completion_tokens AS tokens FROM tollgate.client_product_daily WHERE ${inRange(Prisma.sql`day`, range)})`;
}

function inRange(day: Prisma.Sql, { from, to }: TagUseRange): Prisma.Sql {
  return Prisma.sql`${day} >= ${new Date(from)}::date AND ${day} < ${new Date(to)}::date`;
}
