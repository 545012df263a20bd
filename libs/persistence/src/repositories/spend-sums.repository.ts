import type { LabelKind } from '@tollgate/canonical';
import type { Instant } from '@tollgate/kernel';
import type { Database } from '../database/database.js';
import { Prisma } from '../generated/prisma/client.js';
import { candidatesFor, type DayRange, dearestOfMonths, type MonthlyScope } from './dearest-candidates.js';
import { ofKey } from './of-key.js';

/** Of which calls. Days are whole: instants of midnights, UTC, the second exclusive. */
export interface SpendSumFilter {
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
  /** Hash of any of a key's secrets, deleted keys included. */
  readonly keyHash?: string | undefined;
  /** Keys by their ids. */
  readonly keyIds?: readonly string[] | undefined;
  readonly teamId?: string | undefined;
  readonly teamIds?: readonly string[] | undefined;
  readonly userId?: string | undefined;
  /** Groups of models that calls asked for. */
  readonly modelGroups?: readonly string[] | undefined;
}

export type LabelSumFilter = Omit<SpendSumFilter, 'userId' | 'teamIds' | 'keyIds'> & {
  readonly names?: readonly string[] | undefined;
};

/** What sums can be told apart by; `name` is that of a customer or tag. */
export type SpendDimension = 'day' | 'keyId' | 'teamId' | 'model' | 'modelGroup' | 'provider' | 'route';
export type LabelDimension = 'day' | 'keyId' | 'modelGroup' | 'provider' | 'name';

type Dimension = SpendDimension | LabelDimension;

/** Sums of some calls; a dimension that was not asked for is absent. */
export interface SpendSum extends Partial<Readonly<Record<Dimension, string | null>>> {
  readonly costNano: bigint;
  readonly requests: number;
}

export interface UsageSum extends SpendSum {
  readonly promptTokens: number;
  readonly completionTokens: number;
}

const MONEY = Prisma.sql`sum(f.cost_nano)::bigint AS "costNano", sum(f.requests)::float8 AS requests`;
const USAGE = Prisma.sql`${MONEY},
  sum(f.input_uncached + f.cache_read + f.cache_write_5m + f.cache_write_1h + f.input_audio)::float8 AS "promptTokens",
  sum(f.output + f.reasoning + f.output_audio)::float8 AS "completionTokens"`;

const COLUMNS: Readonly<Record<Dimension, Prisma.Sql>> = {
  day: Prisma.sql`f.day`,
  keyId: Prisma.sql`f.key_id`,
  teamId: Prisma.sql`f.team_id`,
  model: Prisma.sql`f.model`,
  modelGroup: Prisma.sql`f.model_group`,
  provider: Prisma.sql`f.provider`,
  route: Prisma.sql`f.route`,
  name: Prisma.sql`f.name`,
};

/** Sums over all tenants, from the daily sums alone: they cost the same however many calls there were. */
export class SpendSumsRepository {
  constructor(private readonly database: Database) {}

  /** The dearest combinations of what is asked for. */
  sums(by: readonly SpendDimension[], filter: SpendSumFilter, limit: number): Promise<readonly SpendSum[]> {
    return this.read(MONEY, sourceOf(by, filter), by, limit);
  }

  /** The same with tokens. */
  usage(by: readonly SpendDimension[], filter: SpendSumFilter, limit: number): Promise<readonly UsageSum[]> {
    return this.read(USAGE, sourceOf(by, filter), by, limit);
  }

  /** The same of customers or tags, by their names over all tenants, or of those that are named. */
  labelSums(
    kind: LabelKind,
    by: readonly LabelDimension[],
    filter: LabelSumFilter,
    limit: number,
  ): Promise<readonly SpendSum[]> {
    return this.read(MONEY, sourceOfLabels(kind, by, filter), by, limit);
  }

  labelUsage(
    kind: LabelKind,
    by: readonly LabelDimension[],
    filter: LabelSumFilter,
    limit: number,
  ): Promise<readonly UsageSum[]> {
    return this.read(USAGE, sourceOfLabels(kind, by, filter), by, limit);
  }

  /** Names of customers or tags, in their order. */
  async labelNames(kind: LabelKind, limit: number): Promise<readonly string[]> {
    const table = Prisma.raw(`tollgate.${kind}`);
    const rows = await this.database.prisma.$queryRaw<{ name: string }[]>`
      SELECT DISTINCT name FROM ${table} ORDER BY name LIMIT ${limit}`;
    return rows.map(({ name }) => name);
  }

  private read<Sum extends SpendSum>(
    measures: Prisma.Sql,
    source: Source,
    by: readonly Dimension[],
    limit: number,
  ): Promise<readonly Sum[]> {
    const { ranking } = source;
    return ranking === undefined || limit > RANKED_MAX
      ? this.readAll<Sum>(measures, source, by, limit)
      : this.readDearest<Sum>(measures, source, ranking, limit);
  }

  /** Adds up only those who can be among the dearest: whoever can have cost as much as the last of those that are dear in a month. */
  private async readDearest<Sum extends SpendSum>(
    measures: Prisma.Sql,
    source: Source,
    { scope, range, dimension }: Ranking,
    limit: number,
  ): Promise<readonly Sum[]> {
    const addUp = (ids: readonly string[]): Promise<readonly Sum[]> => {
      const conditions = [...source.conditions, Prisma.sql`f.scope_id = ANY(${ids}::text[])`];
      return this.readAll<Sum>(measures, { ...source, conditions }, [dimension], limit);
    };
    const { ids, isAll } = await dearestOfMonths(this.database, scope, range, limit);
    const sums = await addUp(ids);
    if (isAll) return sums;
    const leastNano = sums[limit - 1]?.costNano ?? 0n;
    const candidates = await candidatesFor(this.database, scope, range, leastNano, CANDIDATES_MAX);
    if (candidates === undefined) return this.readAll<Sum>(measures, source, [dimension], limit);
    const known = new Set(ids);
    const others = await addUp(candidates.filter((id) => !known.has(id)));
    return [...sums, ...others].sort(dearestFirst).slice(0, limit);
  }

  private readAll<Sum extends SpendSum>(
    measures: Prisma.Sql,
    { from, conditions }: Source,
    by: readonly Dimension[],
    limit: number,
  ): Promise<readonly Sum[]> {
    const columns = by.map((dimension) => COLUMNS[dimension]);
    const named = by.map((dimension) => {
      const column = dimension === 'day' ? Prisma.sql`to_char(f.day, 'YYYY-MM-DD')` : COLUMNS[dimension];
      return Prisma.sql`${column}${dimension === 'keyId' ? Prisma.raw('::text') : Prisma.empty} AS ${Prisma.raw(`"${dimension}"`)}`;
    });
    return this.database.prisma.$queryRaw<Sum[]>`
      SELECT ${Prisma.join(named)}, ${measures} FROM ${from}
      WHERE ${Prisma.join([Prisma.sql`true`, ...conditions], ' AND ')}
      GROUP BY ${Prisma.join(columns)} ORDER BY sum(f.cost_nano) DESC, ${Prisma.join(columns)} LIMIT ${limit}`;
  }
}

function dearestFirst(one: SpendSum, other: SpendSum): number {
  return one.costNano === other.costNano ? 0 : one.costNano > other.costNano ? -1 : 1;
}

/** Daily sums named `f`, and of which rows. */
interface Source {
  readonly from: Prisma.Sql;
  readonly conditions: readonly Prisma.Sql[];
  /** Where the dearest of many are asked for, over all their calls of many days. */
  readonly ranking?: Ranking | undefined;
}

interface Ranking {
  readonly scope: MonthlyScope;
  readonly dimension: Dimension;
  readonly range: DayRange;
}

/** How many dearest are found so: the longest list, and one to tell whether there are more. Of more, and with more who can be among them, it is as well to add up everybody. */
const RANKED_MAX = 1_001;
const CANDIDATES_MAX = 5_000;
/** Days that are added up as fast without. */
const DAYS_WITHOUT_RANKING = 3;
const DAY_MS = 86_400_000;
const MONTHLY: Partial<Readonly<Record<Dimension, MonthlyScope>>> = { keyId: 'key', teamId: 'team', name: 'customer' };

function rankingOf(by: readonly Dimension[], { from, to, ...narrowed }: SpendSumFilter): Ranking | undefined {
  const [dimension, ...others] = by;
  const scope = dimension === undefined ? undefined : MONTHLY[dimension];
  const isWhole = others.length === 0 && Object.values(narrowed).every((value) => value === undefined);
  if (dimension === undefined || scope === undefined || !isWhole || from === undefined || to === undefined)
    return undefined;
  return to - from > DAYS_WITHOUT_RANKING * DAY_MS ? { scope, dimension, range: { from, to } } : undefined;
}

function sourceOf(by: readonly SpendDimension[], filter: SpendSumFilter): Source {
  const scope = totalsOf(by, filter);
  if (scope === undefined) return { from: Prisma.sql`tollgate.spend_daily AS f`, conditions: toConditions(filter) };
  const conditions = [Prisma.sql`f.scope = ${scope}`, ...toConditions(filter)];
  return { from: TOTALS[scope], conditions, ranking: rankingOf(by, filter) };
}

function sourceOfLabels(
  kind: LabelKind,
  by: readonly LabelDimension[],
  { names, teamId, ...of }: LabelSumFilter,
): Source {
  const isWhole = teamId === undefined && of.keyHash === undefined && of.modelGroups === undefined;
  return {
    ranking: kind === 'customer' && names === undefined && isWhole ? rankingOf(by, of) : undefined,
    from: isWhole && isByName(by) ? TOTALS_BY_NAME : sumsOfLabels(kind),
    conditions: [
      Prisma.sql`f.scope = ${kind}`,
      ...(names === undefined ? [] : [Prisma.sql`f.name = ANY(${[...names]}::text[])`]),
      ...(teamId === undefined
        ? []
        : [Prisma.sql`f.key_id IN (SELECT id FROM tollgate.virtual_key WHERE team_id = ${teamId})`]),
      ...toConditions(of),
    ],
  };
}

const TOTALS_BY_NAME = Prisma.sql`(SELECT *, scope_id AS name FROM tollgate.spend_daily_total) AS f`;

function sumsOfLabels(kind: LabelKind): Prisma.Sql {
  return Prisma.sql`(SELECT sums.*, label.name FROM tollgate.spend_daily_label AS sums
    JOIN ${Prisma.raw(`tollgate.${kind}`)} AS label ON label.id = sums.scope_id) AS f`;
}

/** Whether the sums over all tenants' of a name answer. */
function isByName(by: readonly LabelDimension[]): boolean {
  return by.every((dimension) => dimension === 'name' || dimension === 'day');
}

/** The sums of a day over all of a team, a model group, a provider, or everybody, with the id in the column of its dimension. */
const TOTALS = {
  global: Prisma.sql`tollgate.spend_daily_total AS f`,
  key: Prisma.sql`(SELECT *, scope_id AS key_id FROM tollgate.spend_daily_total) AS f`,
  team: Prisma.sql`(SELECT *, scope_id AS team_id FROM tollgate.spend_daily_total) AS f`,
  model: Prisma.sql`(SELECT *, scope_id AS model_group FROM tollgate.spend_daily_total) AS f`,
  provider: Prisma.sql`(SELECT *, scope_id AS provider FROM tollgate.spend_daily_total) AS f`,
} as const;

const TOTAL_DIMENSIONS: Partial<Readonly<Record<SpendDimension, keyof typeof TOTALS>>> = {
  keyId: 'key',
  teamId: 'team',
  modelGroup: 'model',
  provider: 'provider',
};

/** Which totals answer; undefined: the finer sums have to. */
function totalsOf(by: readonly SpendDimension[], filter: SpendSumFilter): keyof typeof TOTALS | undefined {
  if ([filter.keyHash, filter.keyIds, filter.userId].some((held) => held !== undefined)) return undefined;
  const asked = new Set<SpendDimension>(by.filter((dimension) => dimension !== 'day'));
  if (filter.teamId !== undefined || filter.teamIds !== undefined) asked.add('teamId');
  if (filter.modelGroups !== undefined) asked.add('modelGroup');
  const [only = undefined, ...others] = asked;
  if (others.length > 0) return undefined;
  return only === undefined ? 'global' : TOTAL_DIMENSIONS[only];
}

function toConditions({
  from,
  to,
  keyHash,
  keyIds,
  teamId,
  teamIds,
  userId,
  modelGroups,
}: SpendSumFilter): readonly Prisma.Sql[] {
  return [
    ...(from === undefined ? [] : [Prisma.sql`f.day >= ${new Date(from)}::date`]),
    ...(to === undefined ? [] : [Prisma.sql`f.day < ${new Date(to)}::date`]),
    ...(keyHash === undefined ? [] : [ofKey(keyHash)]),
    ...(keyIds === undefined ? [] : [Prisma.sql`f.key_id = ANY(${[...keyIds]}::uuid[])`]),
    ...(teamId === undefined ? [] : [Prisma.sql`f.team_id = ${teamId}`]),
    ...(teamIds === undefined ? [] : [Prisma.sql`f.team_id = ANY(${[...teamIds]}::text[])`]),
    ...(userId === undefined ? [] : [Prisma.sql`f.user_id = ${userId}`]),
    ...(modelGroups === undefined ? [] : [Prisma.sql`f.model_group = ANY(${[...modelGroups]}::text[])`]),
  ];
}
