import { Injectable } from '@nestjs/common';
import { GatewayError } from '@tollgate/canonical';
import { Clock, usdFromNanoUsd } from '@tollgate/kernel';
import { ActivityRepository, SpendSumsRepository, type UsageSum } from '@tollgate/persistence';
import { firstOf, type HeadedAnswer, moreHeaders } from '../shown/page-headers.js';
import type { SpendReportQuery } from './dto/global-spend.query.js';
import { readKeyHash } from './read-key-hash.js';
import { type ReportRange, readReportRange, REPORT_DAYS_MAX } from './report-range.js';

/** Groups of a report at most, the dearest first. */
const GROUPS_MAX = 20_000;
/** What its groups are made of at most, the dearest first; their totals are whole all the same. */
const ROWS_MAX = 2_000;
/** Groups of everybody's days of which is told what they are made of, the dearest. */
const DETAILED_MAX = 200;
/** Teams or customers of days that are told whole where everybody is asked for; of more, the dearest of each day. */
const WHOLE_MAX = 10_000;
/** Keys of a report, the dearest; over everybody, where keys are many, so few. */
const KEYS_MAX = 2_000;
const DEAREST_KEYS = 100;
/** Models of the keys of a report, added up over the keys. */
const KEY_MODELS_MAX = 20_000;
/** Keys of days that are not many: a thousand, each day of a month. */
const KEY_DAYS_MAX = 30_000;

type GroupBy = 'team' | 'customer' | 'api_key';

/** LiteLLM's `/global/spend/report`: bills of teams or customers by day, or of keys. */
@Injectable()
export class SpendReports {
  constructor(
    private readonly sums: SpendSumsRepository,
    private readonly activity: ActivityRepository,
    private readonly clock: Clock,
  ) {}

  /** Says in a header whether there are groups that are not in the answer. */
  async report(query: SpendReportQuery): Promise<HeadedAnswer> {
    if (query.start_date === undefined || query.end_date === undefined)
      throw new GatewayError('bad_request', { message: 'Please provide start_date and end_date', param: 'start_date' });
    const range = readReportRange(query, this.clock.now());
    const filter = { ...range, keyHash: readKeyHash(query.api_key), teamId: query.team_id };
    const group = groupOf(query);
    if (group === 'api_key') return this.ofKeys({ ...filter, userId: query.internal_user_id });
    const isOfEverybody = query.team_id === undefined && query.customer_id === undefined;
    const dearest = isOfEverybody ? await this.dearest(group, range) : undefined;
    if (dearest !== undefined) return dearest;
    if (group === 'team') return this.ofTeams(filter);
    const names = query.customer_id === undefined ? undefined : [query.customer_id];
    const [groups, rows] = await Promise.all([
      this.sums.labelUsage('customer', ['day', 'name'], { ...filter, names }, GROUPS_MAX + 1),
      this.sums.labelUsage('customer', ['day', 'name', 'modelGroup', 'keyId'], { ...filter, names }, ROWS_MAX),
    ]);
    const hashes = await this.hashesOf(rows);
    return firstOf(groups.map(named), GROUPS_MAX, (shown) =>
      byDay('customers', shown, rows.map(named).map(toDetail), hashes),
    );
  }

  /** The dearest of each day, where everybody is asked for and there are many. */
  private async dearest(of: 'team' | 'customer', range: ReportRange): Promise<HeadedAnswer | undefined> {
    const parts = await this.activity.dearestOfDays(of, range, { daysMax: REPORT_DAYS_MAX, wholeMax: WHOLE_MAX });
    if (parts === undefined) return undefined;
    const groups = parts.entities.map(({ day, entityId, costNano }) => ({ day, id: entityId ?? '', costNano }));
    const detailed = groups.toSorted((one, other) => Number(other.costNano - one.costNano)).slice(0, DETAILED_MAX);
    const rows = await this.activity.groupUsage(of, detailed, ROWS_MAX);
    const [aliases, hashes] = await Promise.all([
      of === 'team' ? this.activity.teamAliases([...new Set(groups.map(({ id }) => id))]) : undefined,
      this.hashesOf(rows),
    ]);
    const inGroup = <Sum extends { readonly id: string }>(sum: Sum): Sum & { readonly group: string } => ({
      ...sum,
      group: aliases?.get(sum.id) ?? sum.id,
    });
    const isCut = isFull(rows) || groups.length > DETAILED_MAX;
    const body = byDay(of === 'team' ? 'teams' : 'customers', groups.map(inGroup), rows.map(inGroup), hashes, isCut);
    return { body, headers: moreHeaders(true) };
  }

  private async ofTeams(filter: SumFilter): Promise<HeadedAnswer> {
    const [groups, rows] = await Promise.all([
      this.sums.usage(['day', 'teamId'], filter, GROUPS_MAX + 1),
      this.sums.usage(['day', 'teamId', 'modelGroup', 'keyId'], filter, ROWS_MAX),
    ]);
    const ids = [...groups, ...rows].flatMap(({ teamId }) => teamId ?? []);
    const [aliases, hashes] = await Promise.all([this.activity.teamAliases([...new Set(ids)]), this.hashesOf(rows)]);
    const inTeam = (sum: UsageSum): NamedSum => ({
      ...sum,
      group: aliases.get(sum.teamId ?? '') ?? sum.teamId ?? 'Unassigned',
    });
    return firstOf(groups.map(inTeam), GROUPS_MAX, (shown) =>
      byDay('teams', shown, rows.map(inTeam).map(toDetail), hashes),
    );
  }

  private async ofKeys(filter: KeyFilter): Promise<HeadedAnswer> {
    const max = (await this.isOfMany(filter)) ? DEAREST_KEYS : KEYS_MAX;
    const totals = await this.sums.usage(['keyId'], filter, max + 1);
    const keyIds = totals.flatMap(({ keyId }) => keyId ?? []);
    const [rows, hashes] = await Promise.all([
      this.sums.usage(['keyId', 'modelGroup'], { ...filter, keyIds }, KEY_MODELS_MAX),
      this.hashesOf(totals),
    ]);
    const rowsOf = Map.groupBy(rows, ({ keyId }) => keyId ?? '');
    const toBill = (total: UsageSum): object => ({
      api_key: hashes.get(total.keyId ?? '') ?? total.keyId,
      ...toCosts(total),
      model_details: (rowsOf.get(total.keyId ?? '') ?? []).map((row) => ({ model: row.modelGroup, ...toCosts(row) })),
      ...(rows.length === KEY_MODELS_MAX && { metadata_is_cut: true }),
    });
    return firstOf(totals, max, (shown) => shown.map(toBill));
  }

  private async isOfMany({ keyHash, teamId, userId, ...range }: KeyFilter): Promise<boolean> {
    if ([keyHash, teamId, userId].some((named) => named !== undefined)) return false;
    return !(await this.activity.isFew('user', range, { daysMax: REPORT_DAYS_MAX, wholeMax: KEY_DAYS_MAX }));
  }

  private hashesOf(sums: readonly { readonly keyId?: string | null }[]): Promise<ReadonlyMap<string, string>> {
    return this.activity.keyHashes([...new Set(sums.flatMap(({ keyId }) => keyId ?? []))]);
  }
}

type SumFilter = Parameters<SpendSumsRepository['usage']>[1];
type KeyFilter = ReportRange & Pick<SumFilter, 'keyHash' | 'teamId' | 'userId'>;
type NamedSum = UsageSum & { readonly group: string };

interface Group {
  readonly day?: string | null;
  readonly group: string;
  readonly costNano: bigint;
}

/** What a group is made of. */
interface Detail extends Group {
  readonly modelGroup?: string | null;
  readonly keyId?: string | null;
  readonly tokens: number;
}

/** What a filter names decides how it is shown, whatever `group_by` says: as with LiteLLM. */
function groupOf(query: SpendReportQuery): GroupBy {
  if (query.customer_id !== undefined) return 'customer';
  if (query.api_key !== undefined || query.internal_user_id !== undefined) return 'api_key';
  return query.group_by;
}

function byDay(
  member: 'teams' | 'customers',
  groups: readonly Group[],
  rows: readonly Detail[],
  hashes: ReadonlyMap<string, string>,
  isCut = isFull(rows),
): readonly object[] {
  const rowsOf = Map.groupBy(rows, ({ day, group }) => `${day ?? ''} ${group}`);
  const days = [...Map.groupBy(groups, ({ day }) => day ?? '')].sort(([one], [other]) => (one < other ? -1 : 1));
  return days.map(([day, ofDay]) => ({
    group_by_day: day,
    [member]: ofDay.map(({ group, costNano }) => ({
      [member === 'teams' ? 'team_name' : 'customer']: group,
      total_spend: usdFromNanoUsd(costNano),
      metadata: (rowsOf.get(`${day} ${group}`) ?? []).map((row) => toShownDetail(row, hashes)),
    })),
    ...(isCut && { metadata_is_cut: true }),
  }));
}

function isFull(rows: readonly unknown[]): boolean {
  return rows.length === ROWS_MAX;
}

function named(sum: UsageSum): NamedSum {
  return { ...sum, group: sum.name ?? '' };
}

function toDetail(sum: NamedSum): Detail {
  return { ...sum, tokens: sum.promptTokens + sum.completionTokens };
}

function toShownDetail(row: Detail, hashes: ReadonlyMap<string, string>): object {
  return {
    model: row.modelGroup,
    spend: usdFromNanoUsd(row.costNano),
    total_tokens: row.tokens,
    api_key: hashes.get(row.keyId ?? '') ?? row.keyId,
  };
}

function toCosts(sum: UsageSum): object {
  return {
    total_cost: usdFromNanoUsd(sum.costNano),
    total_input_tokens: sum.promptTokens,
    total_output_tokens: sum.completionTokens,
  };
}
