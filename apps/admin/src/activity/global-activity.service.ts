import { Injectable } from '@nestjs/common';
import { Clock } from '@tollgate/kernel';
import { SpendSumsRepository, type UsageSum } from '@tollgate/persistence';
import { type HeadedAnswer, moreHeaders } from '../shown/page-headers.js';
import { type RangeTexts, readReportRange } from '../spend/report-range.js';

/** Models that one answer shows, the dearest, as with LiteLLM. */
const MODELS_MAX = 10;
const DAYS_MAX = 366;

/** LiteLLM's `/global/activity…`: how much everybody used, from the daily sums alone. */
@Injectable()
export class GlobalActivity {
  constructor(
    private readonly sums: SpendSumsRepository,
    private readonly clock: Clock,
  ) {}

  async whole(query: RangeTexts): Promise<object> {
    return toChart(await this.sums.usage(['day'], readReportRange(query, this.clock.now()), DAYS_MAX));
  }

  async models(query: RangeTexts): Promise<HeadedAnswer> {
    const range = readReportRange(query, this.clock.now());
    const models = await this.sums.sums(['modelGroup'], range, MODELS_MAX + 1);
    const named = models.slice(0, MODELS_MAX).flatMap(({ modelGroup }) => modelGroup ?? []);
    const days = await this.sums.usage(['modelGroup', 'day'], { ...range, modelGroups: named }, MODELS_MAX * DAYS_MAX);
    const body = named.map((model) => ({ model, ...toChart(days.filter(({ modelGroup }) => modelGroup === model)) }));
    return { body, headers: moreHeaders(models.length > MODELS_MAX) };
  }
}

/** Days in their order, each as LiteLLM writes it (`Nov 26`). */
function toChart(sums: readonly UsageSum[]): object {
  const days = [...sums].sort((one, other) => ((one.day ?? '') < (other.day ?? '') ? -1 : 1));
  return {
    daily_data: days.map((sum) => ({
      date: toShown(sum.day ?? ''),
      api_requests: sum.requests,
      total_tokens: tokensOf(sum),
    })),
    sum_api_requests: days.reduce((total, { requests }) => total + requests, 0),
    sum_total_tokens: days.reduce((total, sum) => total + tokensOf(sum), 0),
  };
}

function tokensOf({ promptTokens, completionTokens }: UsageSum): number {
  return promptTokens + completionTokens;
}

function toShown(day: string): string {
  const [month, date] = [
    new Date(`${day}T00:00:00Z`).toLocaleString('en-US', { month: 'short', timeZone: 'UTC' }),
    day.slice(8),
  ];
  return `${month} ${date}`;
}
