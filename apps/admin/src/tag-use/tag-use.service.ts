import { Injectable } from '@nestjs/common';
import { Clock, type Instant, usdFromNanoUsd } from '@tollgate/kernel';
import { type TagUseFilter, TagUseRepository } from '@tollgate/persistence';
import { firstOf, type HeadedAnswer, moreHeaders } from '../shown/page-headers.js';
import { midnight } from '../spend/midnight.js';
import { DAY_MS } from '../spend/read-date.js';
import { readReportRange } from '../spend/report-range.js';
import type { TagSummaryQuery, TagUseQuery, TagUsersQuery } from './dto/tag-use.query.js';

/** Periods that one answer shows, as with LiteLLM. */
const PERIODS = 7;
/** As with LiteLLM. */
const DISTINCT_MAX = 250;
const WEEK_DAYS = 7;
const MONTH_DAYS = 30;

/**
 * LiteLLM's analytics of tags and of clients by their `User-Agent` (its OpenAPI: ActiveUsersAnalyticsResponse, TagSummaryResponse,
 * PerUserAnalyticsResponse). Its weeks and months end tomorrow, UTC; so do these.
 */
@Injectable()
export class TagUse {
  constructor(
    private readonly repository: TagUseRepository,
    private readonly clock: Clock,
  ) {}

  async distinct(): Promise<HeadedAnswer> {
    const names = await this.repository.names(this.today() - (MONTH_DAYS - 1) * DAY_MS, DISTINCT_MAX + 1);
    return firstOf(names, DISTINCT_MAX, (shown) => ({ results: shown.map((tag) => ({ tag })) }));
  }

  /** The newest day first. */
  async daily(query: TagUseQuery): Promise<HeadedAnswer> {
    const today = this.today();
    const range = { to: today + DAY_MS, days: 1, periods: PERIODS };
    const { rows, hasMore } = await this.repository.activeUsers(toFilter(query), range);
    const results = rows.map(({ tag, users, period }) => ({
      tag,
      active_users: users,
      date: toDay(today - period * DAY_MS),
      period_start: null,
      period_end: null,
    }));
    return { body: { results }, headers: moreHeaders(hasMore) };
  }

  /** The oldest week first. */
  weekly(query: TagUseQuery): Promise<HeadedAnswer> {
    return this.periods(query, WEEK_DAYS, (n, start) => `Week ${String(n)} (${toMonthDay(start)})`);
  }

  monthly(query: TagUseQuery): Promise<HeadedAnswer> {
    return this.periods(query, MONTH_DAYS, (n, start) => `Month ${String(n)} (${toMonth(start)})`);
  }

  async summary(query: TagSummaryQuery): Promise<HeadedAnswer> {
    const range = readReportRange(query, this.clock.now());
    const { rows, hasMore } = await this.repository.summaries(toFilter(query), range);
    const results = rows.map(({ tag, users, requests, succeeded, failed, tokens, costNano }) => ({
      tag,
      unique_users: users,
      total_requests: requests,
      successful_requests: succeeded,
      failed_requests: failed,
      total_tokens: tokens,
      total_spend: usdFromNanoUsd(costNano),
    }));
    return { body: { results }, headers: moreHeaders(hasMore) };
  }

  async users(query: TagUsersQuery): Promise<object> {
    const { page, page_size: size } = query;
    const to = this.today() + DAY_MS;
    const range = { from: to - MONTH_DAYS * DAY_MS, to };
    const { users, total } = await this.repository.users(toFilter(query), range, { page, size });
    return {
      results: users.map(({ userId, email, tag, requests, succeeded, failed, tokens, costNano }) => ({
        user_id: userId,
        user_email: email,
        user_agent: tag,
        successful_requests: succeeded,
        failed_requests: failed,
        total_requests: requests,
        total_tokens: tokens,
        spend: usdFromNanoUsd(costNano),
      })),
      total_count: total,
      page,
      page_size: size,
      total_pages: Math.ceil(total / size),
    };
  }

  /** `name` tells a period by its number, the first being the oldest, and its first day. */
  private async periods(
    query: TagUseQuery,
    days: number,
    name: (n: number, start: Instant) => string,
  ): Promise<HeadedAnswer> {
    const last = this.today() + DAY_MS;
    const range = { to: last + DAY_MS, days, periods: PERIODS };
    const { rows, hasMore } = await this.repository.activeUsers(toFilter(query), range);
    // each once: what names a month is slow
    const shown = Array.from({ length: PERIODS }, (_, period) => {
      const end = last - period * days * DAY_MS;
      const start = end - (days - 1) * DAY_MS;
      return { date: name(PERIODS - period, start), period_start: toTimestamp(start), period_end: toTimestamp(end) };
    });
    const results = [...rows]
      .sort((one, other) => other.period - one.period)
      .map(({ tag, users, period }) => ({ tag, active_users: users, ...shown[period] }));
    return { body: { results }, headers: moreHeaders(hasMore) };
  }

  private today(): Instant {
    return midnight(this.clock.now());
  }
}

function toFilter({ tag_filter: containing, tag_filters: names }: TagUseQuery): TagUseFilter {
  if (names !== undefined && names.length > 0) return { names };
  return containing === undefined || containing === '' ? {} : { containing };
}

function toDay(instant: Instant): string {
  return new Date(instant).toISOString().slice(0, 10);
}

/** As PostgreSQL writes the timestamp of a day, and so LiteLLM. */
function toTimestamp(instant: Instant): string {
  return `${toDay(instant)} 00:00:00`;
}

function toMonth(instant: Instant): string {
  return new Date(instant).toLocaleString('en-US', { month: 'short', timeZone: 'UTC' });
}

function toMonthDay(instant: Instant): string {
  return `${toMonth(instant)} ${toDay(instant).slice(8)}`;
}
