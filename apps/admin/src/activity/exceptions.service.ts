import { Injectable } from '@nestjs/common';
import { Clock } from '@tollgate/kernel';
import { type FailureSum, FailureSumsRepository } from '@tollgate/persistence';
import { readReportRange } from '../spend/report-range.js';
import type { ExceptionsQuery } from './dto/exceptions.query.js';
import { firstOf, type HeadedAnswer } from '../shown/page-headers.js';
import { exceptionOf } from './exception-names.js';
import { toShownDay } from './shown-day.js';

/** Deployments that one answer shows, as with LiteLLM. */
const DEPLOYMENTS_MAX = 10;
/** Days of kinds that one answer is made of at most, the newest. */
const SUMS_MAX = 20_000;

/**
 * LiteLLM's `/global/activity/exceptions…`: attempts that failed, also those of calls that another deployment answered. LiteLLM counts
 * exceeded rates alone; beside them stand all, by its names of exceptions.
 */
@Injectable()
export class Exceptions {
  constructor(
    private readonly failures: FailureSumsRepository,
    private readonly clock: Clock,
  ) {}

  async byDay(query: ExceptionsQuery): Promise<HeadedAnswer> {
    return firstOf(await this.failures.byDay(this.filterOf(query), SUMS_MAX + 1), SUMS_MAX, toChart);
  }

  async byDeployment(query: ExceptionsQuery): Promise<HeadedAnswer> {
    const limits = { deployments: DEPLOYMENTS_MAX + 1, limit: SUMS_MAX };
    const sums = await this.failures.byDeployment(this.filterOf(query), limits);
    const groups = Map.groupBy(sums, ({ deploymentId, apiBase }) => JSON.stringify([deploymentId, apiBase]));
    return firstOf([...groups.values()], DEPLOYMENTS_MAX, (shown) =>
      shown.map((group) => ({ api_base: group[0]?.apiBase, model_id: group[0]?.deploymentId, ...toChart(group) })),
    );
  }

  private filterOf({ model_group: modelGroup, ...range }: ExceptionsQuery) {
    return { ...readReportRange(range, this.clock.now()), modelGroup };
  }
}

/** Days in their order, each as LiteLLM writes it. */
function toChart(sums: readonly FailureSum[]): object {
  const days = [...new Set(sums.map(({ day }) => day))].sort();
  return {
    daily_data: days.map((day) => {
      const ofDay = sums.filter((sum) => sum.day === day);
      return { date: toShownDay(day), ...toCounts(ofDay, 'num') };
    }),
    ...toCounts(sums, 'sum_num'),
  };
}

function toCounts(sums: readonly FailureSum[], prefix: 'num' | 'sum_num'): object {
  const exceptions: Record<string, number> = {};
  for (const sum of sums) exceptions[exceptionOf(sum)] = (exceptions[exceptionOf(sum)] ?? 0) + sum.failures;
  return {
    [`${prefix}_rate_limit_exceptions`]: total(sums.filter(isRateLimit)),
    [`${prefix}_exceptions`]: total(sums),
    exceptions,
  };
}

function isRateLimit({ failureClass, status }: FailureSum): boolean {
  return failureClass === 'rate-limit' || status === 429;
}

function total(sums: readonly FailureSum[]): number {
  return sums.reduce((count, { failures }) => count + failures, 0);
}
