import { Injectable } from '@nestjs/common';
import { GatewayError } from '@tollgate/canonical';
import { Clock, usdFromNanoUsd } from '@tollgate/kernel';
import { ActivityRepository, type SpendSum, SpendSumsRepository, type UsageSum } from '@tollgate/persistence';
import { firstOf, type HeadedAnswer } from '../shown/page-headers.js';
import type { SpendReportQuery } from './dto/global-spend.query.js';
import { readKeyHash } from './read-key-hash.js';
import { readReportRange } from './report-range.js';

/** Groups of a report at most, the dearest first. */
const GROUPS_MAX = 20_000;
/** What its groups are made of at most, the dearest first; their totals are whole all the same. */
const ROWS_MAX = 2_000;

type Group = 'team' | 'customer' | 'api_key';

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
    if (group === 'team') return this.ofTeams(filter);
    const names = query.customer_id === undefined ? undefined : [query.customer_id];
    const [groups, rows] = await Promise.all([
      this.sums.labelUsage('customer', ['day', 'name'], { ...filter, names }, GROUPS_MAX + 1),
      this.sums.labelUsage('customer', ['day', 'name', 'modelGroup', 'keyId'], { ...filter, names }, ROWS_MAX),
    ]);
    const hashes = await this.hashesOf(rows);
    return firstOf(groups.map(named), GROUPS_MAX, (shown) => byDay('customers', shown, rows.map(named), hashes));
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
    return firstOf(groups.map(inTeam), GROUPS_MAX, (shown) => byDay('teams', shown, rows.map(inTeam), hashes));
  }

  private async ofKeys(filter: SumFilter): Promise<HeadedAnswer> {
    const totals = await this.sums.usage(['keyId'], filter, ROWS_MAX + 1);
    const rows = await this.sums.usage(['keyId', 'modelGroup'], filter, ROWS_MAX);
    const hashes = await this.hashesOf(totals);
    const rowsOf = Map.groupBy(rows, ({ keyId }) => keyId ?? '');
    const toBill = (total: UsageSum): object => ({
      api_key: hashes.get(total.keyId ?? '') ?? total.keyId,
      ...toCosts(total),
      model_details: (rowsOf.get(total.keyId ?? '') ?? []).map((row) => ({ model: row.modelGroup, ...toCosts(row) })),
      ...(rows.length === ROWS_MAX && { metadata_is_cut: true }),
    });
    return firstOf(totals, ROWS_MAX, (shown) => shown.map(toBill));
  }

  private hashesOf(sums: readonly SpendSum[]): Promise<ReadonlyMap<string, string>> {
    return this.activity.keyHashes([...new Set(sums.flatMap(({ keyId }) => keyId ?? []))]);
  }
}

type SumFilter = Parameters<SpendSumsRepository['usage']>[1];
type NamedSum = UsageSum & { readonly group: string };

/** What a filter names decides how it is shown, whatever `group_by` says: as with LiteLLM. */
function groupOf(query: SpendReportQuery): Group {
  if (query.customer_id !== undefined) return 'customer';
  if (query.api_key !== undefined || query.internal_user_id !== undefined) return 'api_key';
  return query.group_by;
}

function byDay(
  member: 'teams' | 'customers',
  groups: readonly NamedSum[],
  rows: readonly NamedSum[],
  hashes: ReadonlyMap<string, string>,
): readonly object[] {
  const rowsOf = Map.groupBy(rows, ({ day, group }) => `${day ?? ''} ${group}`);
  const days = [...Map.groupBy(groups, ({ day }) => day ?? '')].sort(([one], [other]) => (one < other ? -1 : 1));
  return days.map(([day, ofDay]) => ({
    group_by_day: day,
    [member]: ofDay.map(({ group, costNano }) => ({
      [member === 'teams' ? 'team_name' : 'customer']: group,
      total_spend: usdFromNanoUsd(costNano),
      metadata: (rowsOf.get(`${day} ${group}`) ?? []).map((row) => toDetail(row, hashes)),
    })),
    ...(rows.length === ROWS_MAX && { metadata_is_cut: true }),
  }));
}

function named(sum: UsageSum): NamedSum {
  return { ...sum, group: sum.name ?? '' };
}

function toDetail(row: UsageSum, hashes: ReadonlyMap<string, string>): object {
  return {
    model: row.modelGroup,
    spend: usdFromNanoUsd(row.costNano),
    total_tokens: row.promptTokens + row.completionTokens,
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
