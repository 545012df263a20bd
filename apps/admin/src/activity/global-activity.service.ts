import { Injectable } from '@nestjs/common';
import { Clock } from '@tollgate/kernel';
import { ActivityRepository, SpendSumsRepository, type UsageSum } from '@tollgate/persistence';
import { type HeadedAnswer, moreHeaders } from '../shown/page-headers.js';
import { type RangeTexts, readReportRange } from '../spend/report-range.js';
import { toShownDay } from './shown-day.js';

/** Models that one answer shows, the dearest, as with LiteLLM. */
const MODELS_MAX = 10;
const DAYS_MAX = 366;
/** Keys whose calls are told by kind, the dearest. */
const KEYS_MAX = 100;
/** Kinds of calls that one answer tells apart, those of the most calls. */
const KINDS_MAX = 1_000;

/** LiteLLM's `/global/activity…`: how much everybody used, from the daily sums alone. */
@Injectable()
export class GlobalActivity {
  constructor(
    private readonly sums: SpendSumsRepository,
    private readonly calls: ActivityRepository,
    private readonly clock: Clock,
  ) {}

  async whole(query: RangeTexts): Promise<object> {
    return toChart(await this.sums.usage(['day'], readReportRange(query, this.clock.now()), DAYS_MAX));
  }

  /** LiteLLM's rows of the dearest keys: by alias of the key, kind of call and model as calls are shown with it. */
  async cacheHits(query: RangeTexts): Promise<HeadedAnswer> {
    const range = readReportRange(query, this.clock.now());
    const keys = await this.sums.sums(['keyId'], range, KEYS_MAX + 1);
    const ids = keys.slice(0, KEYS_MAX).flatMap(({ keyId }) => keyId ?? []);
    const rows = await this.calls.kinds(ids, range, KINDS_MAX + 1);
    const body = rows.slice(0, KINDS_MAX).map((row) => ({
      ...NO_CACHE,
      api_key: row.alias ?? 'Unnamed Key',
      call_type: row.callType ?? '',
      model: row.litellmModel ?? '',
      total_rows: row.requests,
      failed_rows: row.failed,
      generated_completion_tokens: row.completionTokens,
      cache_read_input_tokens: row.cacheReadTokens,
    }));
    return { body, headers: moreHeaders(keys.length > KEYS_MAX || rows.length > KINDS_MAX) };
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

/** No call is answered from a cache of answers here. */
const NO_CACHE = { cache_hit_true_rows: 0, cached_completion_tokens: 0 } as const;

/** Days in their order, each as LiteLLM writes it (`Nov 26`). */
function toChart(sums: readonly UsageSum[]): object {
  const days = [...sums].sort((one, other) => ((one.day ?? '') < (other.day ?? '') ? -1 : 1));
  return {
    daily_data: days.map((sum) => ({
      date: toShownDay(sum.day ?? ''),
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
