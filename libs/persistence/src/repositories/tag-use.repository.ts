import type { Instant } from '@tollgate/kernel';
import type { Database } from '../database/database.js';
import { Prisma } from '../generated/prisma/client.js';
import { escapeLike } from './escape-like.js';
import { KeptSums } from './kept-sums.js';

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
interface ActiveUsers {
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
const PRODUCT = 'User-Agent: ';

const sumsOf = (rows: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`sum(${rows}.requests)::float8 AS requests, sum(${rows}.succeeded)::float8 AS succeeded, sum(${rows}.failed)::float8 AS failed,
    sum(${rows}.tokens)::float8 AS tokens, sum(${rows}.cost_nano)::bigint AS "costNano"`;

/**
 * How tags and clients' products are used, over all tenants, from sums that `tollgate.add_up_tags` makes of the daily sums. Each answer
 * first has it look for calls that came since.
 */
export class TagUseRepository {
  private readonly sums: KeptSums;

  constructor(private readonly database: Database) {
    this.sums = new KeptSums(database, 'SELECT tollgate.add_up_tags()');
  }

  /** Users by tag in so many periods of so many days, the last of which ends before `to`. */
  async activeUsers(
    filter: TagUseFilter,
    { to, days, periods }: { readonly to: Instant; readonly days: number; readonly periods: number },
  ): Promise<OfTags<ActiveUsers>> {
    await this.sums.bringUpToDate();
    const range = { from: to - days * periods * DAY_MS, to };
    const lengthMs = days * DAY_MS;
    const counts = Array.from({ length: periods }, (_, period) => {
      const end = to - period * lengthMs;
      return Prisma.sql`count(*) FILTER (WHERE days && ${daysOf({ from: end - lengthMs, to: end })})`;
    });
    const tags = await this.database.prisma.$queryRaw<{ tag: string; place: number; users: number[] }[]>`
      WITH busiest AS (${busiestOf(filter, range)})
      SELECT tag, place::float8 AS place, ARRAY[${Prisma.join(counts)}]::int[] AS users
      FROM busiest JOIN tollgate.tag_user USING (tag) GROUP BY tag, place ORDER BY tag`;
    const shown = tags.filter(({ place }) => place <= TAGS_MAX);
    const rows = Array.from({ length: periods }, (_, period) =>
      shown
        .map(({ tag, users }) => ({ tag, period, users: users[period] ?? 0 }))
        .filter(({ users }) => users > 0)
        .sort((one, other) => other.users - one.users),
    );
    return { rows: rows.flat(), hasMore: shown.length < tags.length };
  }

  /** Tags of a range, those of the most calls first. */
  async summaries(filter: TagUseFilter, range: TagUseRange): Promise<OfTags<TagSummary>> {
    await this.sums.bringUpToDate();
    const rows = await this.database.prisma.$queryRaw<TagSummary[]>`
      WITH busiest AS (${busiestOf(filter, range)}), met AS (
        SELECT tag, count(*) AS users FROM busiest JOIN tollgate.tag_user USING (tag) WHERE days && ${daysOf(range)} GROUP BY tag
      )
      SELECT tag, coalesce(users, 0)::float8 AS users, requests, succeeded, failed, tokens, "costNano"
      FROM busiest LEFT JOIN met USING (tag) ORDER BY place`;
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
    await this.sums.bringUpToDate();
    const rows = await this.database.prisma.$queryRaw<(UserOfTags & { readonly total: number })[]>`
      WITH used AS MATERIALIZED (${useByUser(filter, range)}), ranked AS MATERIALIZED (
        SELECT user_id, sum(succeeded) AS succeeded FROM used GROUP BY 1
      ), shown AS (
        SELECT user_id FROM ranked ORDER BY succeeded DESC, user_id LIMIT ${size} OFFSET ${(page - 1) * size}
      ), by_tag AS (
        SELECT user_id, tag, ${sumsOf(Prisma.sql`used`)} FROM used WHERE user_id IN (SELECT user_id FROM shown) GROUP BY 1, 2
      ), users AS (
        SELECT user_id, (array_agg(tag ORDER BY requests DESC, tag))[1] AS tag, sum(requests) AS requests, sum(succeeded) AS succeeded,
          sum(failed) AS failed, sum(tokens) AS tokens, sum("costNano")::bigint AS "costNano"
        FROM by_tag GROUP BY user_id
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
    await this.sums.bringUpToDate();
    const rows = await this.database.prisma.$queryRaw<{ tag: string }[]>`
      SELECT tag FROM tollgate.tag_daily WHERE NOT starts_with(tag, ${PRODUCT}) OR day >= ${new Date(from)}::date
      GROUP BY tag ORDER BY sum(requests) DESC, tag LIMIT ${limit}`;
    return rows.map(({ tag }) => tag);
  }
}

/** The tags of the most calls of a range with their sums, one more than are shown, each with its place from 1. */
function busiestOf(filter: TagUseFilter, range: TagUseRange): Prisma.Sql {
  return Prisma.sql`SELECT tag, row_number() OVER (ORDER BY sum(f.requests) DESC, tag) AS place, ${sumsOf(Prisma.sql`f`)}
    FROM tollgate.tag_daily AS f WHERE ${among(filter)} AND ${inRange(range)} GROUP BY tag ORDER BY place LIMIT ${TAGS_MAX + 1}`;
}

/** Sums of calls by user and tag: those that are kept of the days that are over, where they are, and the rest from the daily sums. */
function useByUser(filter: TagUseFilter, { from, to }: TagUseRange): Prisma.Sql {
  const isWhole = filter.names === undefined && filter.containing === undefined;
  const tags = isWhole ? Prisma.sql`is_product` : among(filter);
  const today = to - DAY_MS;
  const closed = Prisma.sql`through = ${new Date(today - DAY_MS)}::date`;
  const columns = Prisma.sql`user_id, tag, requests, succeeded, failed, tokens, cost_nano`;
  const live = Prisma.sql`SELECT ${columns} FROM tollgate.tag_use WHERE user_id IS NOT NULL AND ${tags}`;
  return Prisma.sql`SELECT ${columns} FROM tollgate.tag_user_sum WHERE ${closed} AND ${tags}
    UNION ALL ${live} AND ${inRange({ from: today, to })}
    UNION ALL ${live} AND ${inRange({ from, to: today })} AND NOT EXISTS (SELECT FROM tollgate.tag_user_sum WHERE ${closed})`;
}

function among({ names, containing }: TagUseFilter): Prisma.Sql {
  if (names !== undefined) return Prisma.sql`tag = ANY(${[...names]}::text[])`;
  return containing === undefined ? Prisma.sql`true` : Prisma.sql`tag ILIKE ${`%${escapeLike(containing)}%`}`;
}

function inRange({ from, to }: TagUseRange): Prisma.Sql {
  return Prisma.sql`day >= ${new Date(from)}::date AND day < ${new Date(to)}::date`;
}

function daysOf({ from, to }: TagUseRange): Prisma.Sql {
  return Prisma.sql`daterange(${new Date(from)}::date, ${new Date(to)}::date)`;
}
