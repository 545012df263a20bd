import { Injectable } from '@nestjs/common';
import { Clock, type NanoUsd, sumNanoUsd, usdFromNanoUsd } from '@tollgate/kernel';
import { ActivityRepository, type SpendSum, SpendSumsRepository } from '@tollgate/persistence';
import { splitNames } from '../validation/split-names.js';
import { firstOf, type HeadedAnswer, moreHeaders } from '../shown/page-headers.js';
import type { EndUserSpendDto, GlobalSpendLogsQuery, GlobalSpendQuery } from './dto/global-spend.query.js';
import type { SpendTagsQuery } from './dto/spend-list.query.js';
import { readKeyHash } from './read-key-hash.js';
import { readReportRange } from './report-range.js';

/** Customers that one answer names at most, as with LiteLLM. */
const CUSTOMERS_MAX = 100;
const DAYS_MAX = 366;
/** Days of teams that one answer is made of at most. */
const TEAM_DAYS_MAX = 20_000;

/** LiteLLM's `/global/spend/…`: what everybody spent, from the daily sums alone. */
@Injectable()
export class GlobalSpend {
  constructor(
    private readonly sums: SpendSumsRepository,
    private readonly activity: ActivityRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * What the days of `/global/spend/logs` come to, as with LiteLLM: calls cost what they cost, whatever was reset since. A budget of the
   * whole proxy is not served.
   */
  async total(): Promise<object> {
    const days = await this.sums.sums(['day'], readReportRange({}, this.clock.now()), DAYS_MAX);
    return { spend: usdFromNanoUsd(sumNanoUsd(days.map(({ costNano }) => costNano))), max_budget: 0 };
  }

  async logs(query: GlobalSpendLogsQuery): Promise<readonly object[]> {
    const range = readReportRange(query, this.clock.now());
    const keyHash = readKeyHash(query.api_key);
    const sums = await this.sums.sums(['day'], { ...range, keyHash }, DAYS_MAX);
    return byName(sums, ({ day }) => day).map(({ day, costNano }) => ({
      date: day,
      spend: usdFromNanoUsd(costNano),
      ...(keyHash !== undefined && { api_key: keyHash }),
    }));
  }

  async keys(query: GlobalSpendQuery): Promise<HeadedAnswer> {
    const sums = await this.sums.sums(['keyId'], readReportRange(query, this.clock.now()), query.limit + 1);
    const keys = await this.activity.keys(sums.flatMap(({ keyId }) => keyId ?? []));
    const byId = new Map(keys.map((key) => [key.keyId, key]));
    const toRow = ({ keyId, costNano }: SpendSum): object => {
      const key = byId.get(keyId ?? '');
      return {
        api_key: key?.hash ?? keyId,
        key_alias: key?.alias ?? null,
        key_name: key?.name ?? null,
        total_spend: usdFromNanoUsd(costNano),
      };
    };
    return firstOf(sums, query.limit, (shown) => shown.map(toRow));
  }

  async models(query: GlobalSpendQuery): Promise<HeadedAnswer> {
    const sums = await this.sums.sums(['modelGroup'], readReportRange(query, this.clock.now()), query.limit + 1);
    return firstOf(sums, query.limit, (shown) =>
      shown.map(({ modelGroup, costNano }) => ({ model: modelGroup, total_spend: usdFromNanoUsd(costNano) })),
    );
  }

  async providers(query: GlobalSpendQuery): Promise<HeadedAnswer> {
    const sums = await this.sums.sums(['provider'], readReportRange(query, this.clock.now()), query.limit + 1);
    return firstOf(sums, query.limit, (shown) =>
      shown.map(({ provider, costNano }) => ({ provider, spend: usdFromNanoUsd(costNano) })),
    );
  }

  /** The dearest teams: each with its whole sum, and by day under its name. */
  async teams(query: GlobalSpendQuery): Promise<HeadedAnswer> {
    const range = readReportRange(query, this.clock.now());
    // one more than the limit, and the calls of no team
    const totals = await this.sums.sums(['teamId'], range, query.limit + 2);
    const ofTeams = totals.filter(({ teamId }) => teamId !== null);
    const teams = ofTeams.slice(0, query.limit);
    const ids = teams.flatMap(({ teamId }) => teamId ?? []);
    const names = await this.activity.teamAliases(ids);
    const nameOf = (id: string | null | undefined): string => names.get(id ?? '') ?? id ?? '';
    const days = await this.sums.sums(['day', 'teamId'], { ...range, teamIds: ids }, TEAM_DAYS_MAX);
    const body = {
      daily_spend: toDays(days, nameOf),
      teams: ids.map(nameOf),
      total_spend_per_team: teams.map(({ teamId, costNano }) => ({
        team_id: nameOf(teamId),
        total_spend: usdFromNanoUsd(costNano),
      })),
    };
    return { body, headers: moreHeaders(ofTeams.length > query.limit) };
  }

  async tags(query: SpendTagsQuery): Promise<HeadedAnswer> {
    const range = readReportRange(query, this.clock.now());
    // LiteLLM's interface sends this word for no filter
    const named = splitNames(query.tags)?.filter((name) => name !== 'all-tags');
    const names = named === undefined || named.length === 0 ? undefined : named;
    const sums = await this.sums.labelSums('tag', ['name'], { ...range, names }, query.limit + 1);
    return firstOf(sums, query.limit, (shown) => ({
      spend_per_tag: shown.map(({ name, requests, costNano }) => ({
        name,
        spend: usdFromNanoUsd(costNano),
        log_count: requests,
      })),
    }));
  }

  async endUsers({ api_key: key, startTime, endTime }: EndUserSpendDto): Promise<HeadedAnswer> {
    const texts = {
      ...(startTime != null && { start_date: toDate(startTime) }),
      ...(endTime != null && { end_date: toDate(endTime) }),
    };
    const filter = { ...readReportRange(texts, this.clock.now()), keyHash: readKeyHash(key ?? undefined) };
    const sums = await this.sums.labelSums('customer', ['name'], filter, CUSTOMERS_MAX + 1);
    return firstOf(sums, CUSTOMERS_MAX, (shown) =>
      shown.map(({ name, requests, costNano }) => ({
        end_user: name,
        total_count: requests,
        total_spend: usdFromNanoUsd(costNano),
      })),
    );
  }

  async tagNames(limit: number): Promise<HeadedAnswer> {
    const names = await this.sums.labelNames('tag', limit + 1);
    return firstOf(names, limit, (tag_names) => ({ tag_names }));
  }

  async customerNames(limit: number): Promise<HeadedAnswer> {
    const names = await this.sums.labelNames('customer', limit + 1);
    return firstOf(names, limit, (end_users) => ({ end_users }));
  }
}

/** LiteLLM's interface sends whole instants: their day counts. */
function toDate(text: string): string {
  return text.replace(/^(\d{4}-\d\d-\d\d)T.*$/, '$1');
}

function toDays(sums: readonly SpendSum[], nameOf: (id: string | null | undefined) => string): readonly object[] {
  const days = new Map<string, Map<string, NanoUsd>>();
  for (const { day, teamId, costNano } of byName(sums, (sum) => sum.day)) {
    const teams = days.get(day ?? '') ?? new Map<string, NanoUsd>();
    days.set(day ?? '', teams.set(nameOf(teamId), (teams.get(nameOf(teamId)) ?? 0n) + costNano));
  }
  return [...days].map(([date, teams]) => ({
    date,
    ...Object.fromEntries([...teams].map(([name, nano]) => [name, usdFromNanoUsd(nano)])),
  }));
}

function byName<T>(items: readonly T[], nameOf: (item: T) => string | null | undefined): readonly T[] {
  return [...items].sort((one, other) => ((nameOf(one) ?? '') < (nameOf(other) ?? '') ? -1 : 1));
}
