import type { LabelKind } from '@tollgate/canonical';
import type { Instant } from '@tollgate/kernel';
import type { Database } from '../database/database.js';
import { Prisma } from '../generated/prisma/client.js';
import type { DayRange } from './dearest-candidates.js';
import { type DayGroup, groupUsage, type GroupUsage } from './group-usage.js';
import { type DearestLimits, KeptActivity } from './kept-activity.js';
import { ofKey } from './of-key.js';
import type {
  ActivityFilter,
  ActivityKey,
  ActivityOf,
  ActivityPage,
  ActivityPageRef,
  ActivityParts,
  ActivityRow,
  ActivitySums,
  CallKind,
  KeyedRow,
} from './stored-activity.js';
import { type SpendVisibility, visibleSpend } from './visible-spend.js';

/** Daily sums as a source of activity, named `f`. */
interface Source {
  readonly from: Prisma.Sql;
  /** What tells its entities apart, and how they are shown. */
  readonly entity: Prisma.Sql;
  readonly litellmModel: Prisma.Sql;
  readonly route: Prisma.Sql;
  /** Names of a row's model. */
  readonly models: Prisma.Sql;
  /** Where nobody is asked for, calls of nobody count too: LiteLLM's dashboard reads the sums of all calls there. */
  readonly showsNobody?: true;
}

const ofHolders = (column: string): Source => ({
  from: Prisma.sql`tollgate.spend_daily AS f`,
  entity: Prisma.raw(`f.${column}`),
  litellmModel: Prisma.sql`f.provider || '/' || f.model`,
  route: Prisma.sql`f.route`,
  models: Prisma.sql`f.provider || '/' || f.model, f.model_group, f.model`,
});

/** Customers and tags go by their names, over all tenants. */
const ofLabels = (kind: LabelKind): Source => ({
  from: Prisma.sql`(SELECT * FROM tollgate.spend_daily_label WHERE scope = ${kind}) AS f
    JOIN ${Prisma.raw(`tollgate.${kind}`)} AS label ON label.id = f.scope_id`,
  entity: Prisma.sql`label.name`,
  litellmModel: Prisma.sql`NULL::text`,
  route: Prisma.sql`NULL::text`,
  models: Prisma.sql`f.model_group`,
});

/** The same of whole days, over all keys and models. */
const totalsOf = (kind: LabelKind): Source => ({
  ...ofLabels(kind),
  from: Prisma.sql`(SELECT * FROM tollgate.spend_daily_total WHERE scope = ${kind}) AS f`,
  entity: Prisma.sql`f.scope_id`,
});

const SOURCES: Readonly<Record<ActivityOf, Source>> = {
  user: { ...ofHolders('user_id'), showsNobody: true },
  team: ofHolders('team_id'),
  organization: ofHolders('organization_id'),
  customer: ofLabels('customer'),
  tag: ofLabels('tag'),
};

const SUMS = Prisma.sql`sum(f.cost_nano)::bigint AS "costNano",
  sum(f.input_uncached + f.cache_read + f.cache_write_5m + f.cache_write_1h + f.input_audio)::float8 AS "promptTokens",
  sum(f.output)::float8 AS "completionTokens", sum(f.cache_read)::float8 AS "cacheReadTokens",
  sum(f.cache_write_5m + f.cache_write_1h)::float8 AS "cacheWriteTokens", sum(f.requests)::float8 AS requests,
  sum(f.succeeded)::float8 AS succeeded, sum(f.failed + f.cancelled)::float8 AS failed, sum(f.duration_ms)::float8 AS "durationMs"`;
/** Of the key `wanted`: the newest of its secrets, else of those that it had. */
const HASH = Prisma.sql`coalesce((SELECT hash FROM tollgate.key_secret AS s WHERE s.key_id = wanted.id
  ORDER BY s.expires_at DESC NULLS FIRST, s.created_at DESC, s.hash LIMIT 1), d.hashes[1], wanted.id::text)`;
/** The same of many keys (`$1`), their secrets read together. */
const HASHES = `SELECT wanted.id::text AS id, coalesce(newest.hash, d.hashes[1], wanted.id::text) AS hash
  FROM unnest($1::uuid[]) AS wanted(id) LEFT JOIN (
    SELECT DISTINCT ON (key_id) key_id, hash FROM tollgate.key_secret WHERE key_id = ANY($1::uuid[])
    ORDER BY key_id, expires_at DESC NULLS FIRST, created_at DESC, hash
  ) AS newest ON newest.key_id = wanted.id LEFT JOIN tollgate.deleted_key AS d ON d.id = wanted.id AND newest.hash IS NULL`;
const ARCHIVED = Prisma.sql`LATERAL (SELECT * FROM tollgate.deleted_key AS deleted WHERE deleted.id = wanted.id
  ORDER BY deleted_at DESC LIMIT 1) AS d`;
const DAY = Prisma.sql`to_char(f.day, 'YYYY-MM-DD') AS day`;

/** What was used by day: from the daily sums alone, so that it costs the same however many calls there were. */
export class ActivityRepository {
  private readonly kept: KeptActivity;

  constructor(private readonly database: Database) {
    this.kept = new KeptActivity(database);
  }

  /**
   * A page of days that have calls, newest first. Customers and tags are seen by who sees all. Where everybody is asked for and a day has
   * many keys or entities, the dearest of each day are told, whole.
   */
  async page(
    of: ActivityOf,
    filter: ActivityFilter,
    visibility: SpendVisibility,
    page: ActivityPageRef,
  ): Promise<ActivityPage> {
    const kept = isOfEverybody(filter, visibility) ? await this.kept.page(of, filter, page) : undefined;
    if (kept === undefined) return this.readPage(of, filter, visibility, page);
    return { ...kept, keys: await this.keys(idsOf([...kept.parts.keys, ...kept.parts.keysOfEntities])) };
  }

  private async readPage(
    of: ActivityOf,
    filter: ActivityFilter,
    visibility: SpendVisibility,
    page: ActivityPageRef,
  ): Promise<ActivityPage> {
    const { prisma } = this.database;
    const whole = {
      from: wholeSource(of, filter).from,
      where: toConditions(wholeSource(of, filter), filter, visibility),
    };
    const pages = await prisma.$queryRaw<{ day: string; of: bigint }[]>`
      SELECT ${DAY}, count(*) OVER () AS of FROM ${whole.from} WHERE ${whole.where}
      GROUP BY f.day ORDER BY f.day DESC LIMIT ${page.size} OFFSET ${(page.page - 1) * page.size}`;
    const days = pages.map(({ day }) => day);
    const ofDays = Prisma.sql`f.day = ANY(${days}::date[])`;
    const totals = await prisma.$queryRaw<(ActivitySums & { day: string })[]>`
      SELECT ${DAY}, ${SUMS} FROM ${whole.from} WHERE ${whole.where} AND ${ofDays} GROUP BY f.day ORDER BY f.day DESC`;
    const { parts, isCut } = await this.readParts(SOURCES[of], {
      where: Prisma.sql`${toConditions(SOURCES[of], filter, visibility)} AND ${ofDays}`,
      rowsMax: page.rowsMax,
    });
    const keys = await this.keys(idsOf(parts.keys));
    return { days, dayCount: Number(pages[0]?.of ?? 0), totals, parts, isCut, keys };
  }

  /** What days are made of; where that is more than `rowsMax`, the dearest keys and entities of each. */
  private async readParts(
    { from, entity, litellmModel, route }: Source,
    { where, rowsMax }: { readonly where: Prisma.Sql; readonly rowsMax: number },
  ): Promise<{ readonly parts: ActivityParts; readonly isCut: boolean }> {
    const { prisma } = this.database;
    const uses = Prisma.sql`f.day, f.model_group, f.provider, ${litellmModel}, ${route}`;
    const row = Prisma.sql`${DAY}, ${entity} AS "entityId", f.model_group AS "modelGroup",
      ${litellmModel} AS "litellmModel", nullif(f.provider, '') AS provider, ${route} AS route, ${SUMS}`;
    const rows = await prisma.$queryRaw<KeyedRow[]>`
      SELECT f.key_id AS "keyId", ${row} FROM ${from} WHERE ${where} GROUP BY f.key_id, ${entity}, ${uses}
      ORDER BY sum(sum(f.cost_nano)) OVER (PARTITION BY f.day, f.key_id) DESC, f.day DESC, f.key_id, sum(f.cost_nano) DESC
      LIMIT ${rowsMax + 1}`;
    const next = rows[rowsMax];
    if (next === undefined)
      return { parts: { whole: rows, keys: rows, entities: rows, keysOfEntities: rows }, isCut: false };
    // a key is told whole, or not at all
    const keys = rows.filter(({ day, keyId }) => day !== next.day || keyId !== next.keyId);
    const sums = await prisma.$queryRaw<(ActivityRow & { isOfUse: boolean })[]>`
      SELECT GROUPING(${entity}) = 1 AS "isOfUse", NULL AS "keyId", ${row} FROM ${from} WHERE ${where}
      GROUP BY GROUPING SETS ((${uses}), (f.day, ${entity}))
      ORDER BY GROUPING(${entity}) DESC, sum(f.cost_nano) DESC, f.day DESC LIMIT ${rowsMax}`;
    const [whole, entities] = [sums.filter(({ isOfUse }) => isOfUse), sums.filter(({ isOfUse }) => !isOfUse)];
    return { parts: { whole, keys, entities, keysOfEntities: keys }, isCut: true };
  }

  /** The dearest of each day of a range over everybody, and what there is in all; undefined: there are few enough to tell all of them. */
  dearestOfDays(of: ActivityOf, range: DayRange, limits: DearestLimits): ReturnType<KeptActivity['dearestOfDays']> {
    return this.kept.dearestOfDays(of, range, limits);
  }

  /** Whether a range over everybody has no more keys and entities, added up over its days, than can be told. */
  isFew(of: ActivityOf, range: DayRange, limits: DearestLimits): Promise<boolean> {
    return this.kept.isFew(of, range, limits);
  }

  /** What teams or customers used on days, by model and key, the dearest first. */
  groupUsage(of: 'team' | 'customer', groups: readonly DayGroup[], limit: number): Promise<readonly GroupUsage[]> {
    return groupUsage(this.database, of, groups, limit);
  }

  /** Calls of some keys in a range by alias of their key (null: it has none), kind and model, those of the most calls first. */
  kinds(
    keyIds: readonly string[],
    { from, to }: { readonly from: Instant; readonly to: Instant },
    limit: number,
  ): Promise<readonly CallKind[]> {
    const ids = [...keyIds];
    return this.database.prisma.$queryRaw<CallKind[]>`
      SELECT coalesce(k.alias, d.alias) AS alias, f.call_type AS "callType", f.provider || '/' || f.model AS "litellmModel",
        sum(f.requests)::float8 AS requests, sum(f.failed)::float8 AS failed,
        sum(f.completion_tokens)::float8 AS "completionTokens", sum(f.cache_read)::float8 AS "cacheReadTokens"
      FROM (
        SELECT key_id, call_type, provider, model, sum(requests) AS requests, sum(failed + cancelled) AS failed,
          sum(output + reasoning + output_audio) AS completion_tokens, sum(cache_read) AS cache_read
        FROM tollgate.spend_daily
        WHERE key_id = ANY(${ids}::uuid[]) AND day >= ${new Date(from)}::date AND day < ${new Date(to)}::date
        GROUP BY key_id, call_type, provider, model
      ) AS f LEFT JOIN (SELECT id, alias FROM tollgate.virtual_key WHERE id = ANY(${ids}::uuid[])) AS k ON k.id = f.key_id
        LEFT JOIN tollgate.deleted_key AS d ON d.id = f.key_id
      GROUP BY 1, 2, 3 ORDER BY sum(f.requests) DESC, 1, 2, 3 LIMIT ${limit}`;
  }

  /** Aliases of teams, by their ids. */
  async teamAliases(ids: readonly string[]): Promise<ReadonlyMap<string, string | null>> {
    const where = { id: { in: [...ids] } };
    const teams = await this.database.prisma.team.findMany({ where, select: { id: true, alias: true } });
    return new Map(teams.map(({ id, alias }) => [id, alias]));
  }

  /** Hashes of keys that calls were made with, by their ids; also of deleted ones. */
  async keyHashes(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const { rows } = await this.database.pool.query<{ id: string; hash: string }>(HASHES, [ids]);
    return new Map(rows.map(({ id, hash }) => [id, hash]));
  }

  /** Keys that calls were made with, by their ids; also deleted ones. */
  keys(ids: readonly string[]): Promise<readonly ActivityKey[]> {
    return this.database.prisma.$queryRaw<ActivityKey[]>`
      SELECT wanted.id::text AS "keyId",
        ${HASH} AS hash,
        k.name, coalesce(k.alias, d.alias) AS alias, coalesce(k.team_id, d.team_id) AS "teamId",
        coalesce(k.user_id, d.user_id) AS "userId", u.email AS "userEmail", k.id IS NOT NULL AS exists
      FROM unnest(${[...ids]}::uuid[]) AS wanted(id)
        LEFT JOIN tollgate.virtual_key AS k ON k.id = wanted.id
        LEFT JOIN ${ARCHIVED} ON true
        LEFT JOIN tollgate.app_user AS u ON u.id = coalesce(k.user_id, d.user_id)`;
  }
}

function idsOf(rows: readonly KeyedRow[]): readonly string[] {
  return [...new Set(rows.map(({ keyId }) => keyId))];
}

function isOfEverybody({ ids, excludedIds, keyHash, model }: ActivityFilter, { kind }: SpendVisibility): boolean {
  return kind === 'all' && [ids, excludedIds, keyHash, model].every((named) => named === undefined);
}

function toConditions(
  { entity, models, showsNobody }: Source,
  { from, to, ids, excludedIds, keyHash, model }: ActivityFilter,
  visibility: SpendVisibility,
): Prisma.Sql {
  const conditions = [
    Prisma.sql`f.day >= ${new Date(from)}::date AND f.day < ${new Date(to)}::date`,
    ...(ids === undefined && showsNobody === true ? [] : [named(entity, ids)]),
    ...(excludedIds === undefined ? [] : [Prisma.sql`${entity} <> ALL(${[...excludedIds]}::text[])`]),
    ...(keyHash === undefined ? [] : [ofKey(keyHash)]),
    ...(model === undefined ? [] : [Prisma.sql`${model} IN (${models})`]),
    visibleSpend(visibility),
  ];
  return Prisma.join(conditions, ' AND ');
}

function named(entity: Prisma.Sql, ids: readonly string[] | undefined): Prisma.Sql {
  return ids === undefined ? Prisma.sql`${entity} IS NOT NULL` : Prisma.sql`${entity} = ANY(${[...ids]}::text[])`;
}

/** What the sums of whole days are read from: of customers and tags as they are named, those over all of their calls. */
function wholeSource(of: ActivityOf, { keyHash, model }: ActivityFilter): Source {
  const isOfLabel = of === 'customer' || of === 'tag';
  return isOfLabel && keyHash === undefined && model === undefined ? totalsOf(of) : SOURCES[of];
}
