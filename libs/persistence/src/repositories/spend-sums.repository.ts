import type { LabelKind } from '@tollgate/canonical';
import type { Instant } from '@tollgate/kernel';
import type { Database } from '../database/database.js';
import { Prisma } from '../generated/prisma/client.js';
import { ofKey } from './of-key.js';

/** Of which calls. Days are whole: instants of midnights, UTC, the second exclusive. */
export interface SpendSumFilter {
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
  /** Hash of any of a key's secrets, deleted keys included. */
  readonly keyHash?: string | undefined;
  readonly teamId?: string | undefined;
  readonly teamIds?: readonly string[] | undefined;
  readonly userId?: string | undefined;
  /** Groups of models that calls asked for. */
  readonly modelGroups?: readonly string[] | undefined;
}

/** What sums can be told apart by; `name` is that of a customer or tag. */
export type SpendDimension = 'day' | 'keyId' | 'teamId' | 'model' | 'modelGroup' | 'provider' | 'route';
export type LabelDimension = 'day' | 'keyId' | 'modelGroup' | 'provider' | 'name';

/** Sums of some calls; a dimension that was not asked for is absent. */
export interface SpendSum extends Partial<Readonly<Record<SpendDimension | LabelDimension, string | null>>> {
  readonly costNano: bigint;
  readonly requests: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
}

const SUMS = Prisma.sql`sum(f.cost_nano)::bigint AS "costNano", sum(f.requests)::float8 AS requests,
  sum(f.input_uncached + f.cache_read + f.cache_write_5m + f.cache_write_1h + f.input_audio)::float8 AS "promptTokens",
  sum(f.output + f.reasoning + f.output_audio)::float8 AS "completionTokens"`;

const COLUMNS: Readonly<Record<SpendDimension | LabelDimension, Prisma.Sql>> = {
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
  async sums(by: readonly SpendDimension[], filter: SpendSumFilter, limit: number): Promise<readonly SpendSum[]> {
    const scope = totalsOf(by, filter);
    if (scope === undefined) return this.read(Prisma.sql`tollgate.spend_daily AS f`, by, toConditions(filter), limit);
    return this.read(TOTALS[scope], by, [Prisma.sql`f.scope = ${scope}`, ...toConditions(filter)], limit);
  }

  /** The same of customers or tags, by their names over all tenants, or of those that are named. */
  async labelSums(
    kind: LabelKind,
    by: readonly LabelDimension[],
    filter: Omit<SpendSumFilter, 'userId' | 'teamIds'> & { readonly names?: readonly string[] | undefined },
    limit: number,
  ): Promise<readonly SpendSum[]> {
    const { names, teamId, ...of } = filter;
    const isWhole = teamId === undefined && of.keyHash === undefined && of.modelGroups === undefined;
    const from = isWhole && isByName(by) ? TOTALS_BY_NAME : sumsOfLabels(kind);
    const conditions = [
      Prisma.sql`f.scope = ${kind}`,
      ...(names === undefined ? [] : [Prisma.sql`f.name = ANY(${[...names]}::text[])`]),
      ...(teamId === undefined
        ? []
        : [Prisma.sql`f.key_id IN (SELECT id FROM tollgate.virtual_key WHERE team_id = ${teamId})`]),
      ...toConditions(of),
    ];
    return this.read(from, by, conditions, limit);
  }

  /** Keys by what they spent, the dearest first: there are so many sums of keys that nothing else is added up. */
  async dearestKeys(
    { from, to }: { readonly from: Instant; readonly to: Instant },
    limit: number,
  ): Promise<readonly { readonly keyId: string; readonly costNano: bigint }[]> {
    return this.database.prisma.$queryRaw`
      SELECT key_id::text AS "keyId", sum(cost_nano)::bigint AS "costNano" FROM tollgate.spend_daily AS f
      WHERE ${Prisma.join(toConditions({ from, to }), ' AND ')}
      GROUP BY key_id ORDER BY sum(cost_nano) DESC, key_id LIMIT ${limit}`;
  }

  /** Names of customers or tags, in their order. */
  async labelNames(kind: LabelKind, limit: number): Promise<readonly string[]> {
    const table = Prisma.raw(`tollgate.${kind}`);
    const rows = await this.database.prisma.$queryRaw<{ name: string }[]>`
      SELECT DISTINCT name FROM ${table} ORDER BY name LIMIT ${limit}`;
    return rows.map(({ name }) => name);
  }

  private async read(
    from: Prisma.Sql,
    by: readonly (SpendDimension | LabelDimension)[],
    conditions: readonly Prisma.Sql[],
    limit: number,
  ): Promise<readonly SpendSum[]> {
    const columns = by.map((dimension) => COLUMNS[dimension]);
    const named = by.map((dimension) => {
      const column = dimension === 'day' ? Prisma.sql`to_char(f.day, 'YYYY-MM-DD')` : COLUMNS[dimension];
      return Prisma.sql`${column}${dimension === 'keyId' ? Prisma.raw('::text') : Prisma.empty} AS ${Prisma.raw(`"${dimension}"`)}`;
    });
    return this.database.prisma.$queryRaw<SpendSum[]>`
      SELECT ${Prisma.join(named)}, ${SUMS} FROM ${from}
      WHERE ${Prisma.join([Prisma.sql`true`, ...conditions], ' AND ')}
      GROUP BY ${Prisma.join(columns)} ORDER BY sum(f.cost_nano) DESC, ${Prisma.join(columns)} LIMIT ${limit}`;
  }
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
  team: Prisma.sql`(SELECT *, scope_id AS team_id FROM tollgate.spend_daily_total) AS f`,
  model: Prisma.sql`(SELECT *, scope_id AS model_group FROM tollgate.spend_daily_total) AS f`,
  provider: Prisma.sql`(SELECT *, scope_id AS provider FROM tollgate.spend_daily_total) AS f`,
} as const;

const TOTAL_DIMENSIONS: Partial<Readonly<Record<SpendDimension, keyof typeof TOTALS>>> = {
  teamId: 'team',
  modelGroup: 'model',
  provider: 'provider',
};

/** Which totals answer; undefined: the finer sums have to. */
function totalsOf(by: readonly SpendDimension[], filter: SpendSumFilter): keyof typeof TOTALS | undefined {
  if (filter.keyHash !== undefined || filter.userId !== undefined) return undefined;
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
  teamId,
  teamIds,
  userId,
  modelGroups,
}: SpendSumFilter): readonly Prisma.Sql[] {
  return [
    ...(from === undefined ? [] : [Prisma.sql`f.day >= ${new Date(from)}::date`]),
    ...(to === undefined ? [] : [Prisma.sql`f.day < ${new Date(to)}::date`]),
    ...(keyHash === undefined ? [] : [ofKey(keyHash)]),
    ...(teamId === undefined ? [] : [Prisma.sql`f.team_id = ${teamId}`]),
    ...(teamIds === undefined ? [] : [Prisma.sql`f.team_id = ANY(${[...teamIds]}::text[])`]),
    ...(userId === undefined ? [] : [Prisma.sql`f.user_id = ${userId}`]),
    ...(modelGroups === undefined ? [] : [Prisma.sql`f.model_group = ANY(${[...modelGroups]}::text[])`]),
  ];
}
