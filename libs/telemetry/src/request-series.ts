import type { Counter, Histogram } from 'prom-client';
import { type CompletionRecord, totalInputTokens, totalOutputTokens } from '@tollgate/canonical';
import { usdFromNanoUsd } from '@tollgate/kernel';

type CounterName = 'requests' | 'failed' | 'spend' | 'totalTokens' | 'inputTokens' | 'outputTokens' | 'unpriced';
type HistogramName = 'latency' | 'apiLatency' | 'firstToken' | 'overhead';

export type Families = Readonly<Record<CounterName, Counter> & Record<HistogramName, Histogram>>;
type Labels = Record<string, string>;

/** Stands for everyone and everything beyond the label sets that are kept. */
const OTHER = 'other';

/**
 * The series that requests of one kind are counted in (same caller, model, route and outcome), bound to their labels once: putting labels
 * together for each of ten metrics would cost more than counting.
 */
export class RequestSeries {
  private readonly requests: Counter.Internal;
  private readonly failed: Counter.Internal | undefined;
  private readonly spend: Counter.Internal;
  private readonly unpriced: Counter.Internal;
  private readonly tokens: readonly Counter.Internal[];
  private readonly latency: Histogram.Internal<string>;
  private readonly apiLatency: Histogram.Internal<string>;
  private readonly overhead: Histogram.Internal<string>;
  private readonly firstToken: Histogram.Internal<string>;

  /** Everything that tells one series from another. */
  static idOf(record: CompletionRecord): string {
    const {
      keyHash,
      keyAlias,
      teamId,
      userId,
      model,
      modelGroup,
      route,
      httpStatus,
      status,
      errorCode,
      provider,
      deploymentId,
    } = record;
    return [
      keyHash,
      keyAlias,
      teamId,
      userId,
      model,
      modelGroup,
      route,
      httpStatus,
      status,
      errorCode,
      provider,
      deploymentId,
    ].join('\u0000');
  }

  /** `named` is false for a kind too many: its callers and models are counted as `other`. */
  constructor(families: Families, record: CompletionRecord, named: boolean) {
    const name = (value: string | undefined): string => (named ? (value ?? '') : OTHER);
    const who: Labels = {
      hashed_api_key: name(record.keyHash),
      api_key_alias: name(record.keyAlias),
      team: name(record.teamId),
      user: name(record.userId),
    };
    const model = name(record.model);
    const requested_model = name(record.modelGroup);
    const call: Labels = { ...who, requested_model, route: record.route };
    const status = String(record.httpStatus);
    this.requests = families.requests.labels({ ...call, status_code: status });
    this.failed =
      record.status === 'success'
        ? undefined
        : families.failed.labels({
            ...call,
            exception_status: status,
            exception_class: record.errorCode ?? record.status,
          });
    this.spend = families.spend.labels({ ...who, model });
    this.unpriced = families.unpriced.labels({ model });
    this.tokens = [families.totalTokens, families.inputTokens, families.outputTokens].map((family) =>
      family.labels({ ...who, model, requested_model }),
    );
    this.latency = families.latency.labels({ model, requested_model });
    this.apiLatency = families.apiLatency.labels({ model, requested_model });
    this.overhead = families.overhead.labels({ model_group: requested_model, api_provider: record.provider ?? '' });
    this.firstToken = families.firstToken.labels({ model, model_id: name(record.deploymentId) });
  }

  observe(record: CompletionRecord): void {
    this.requests.inc();
    this.failed?.inc();
    if (record.costNano === null) this.unpriced.inc();
    else this.spend.inc(usdFromNanoUsd(BigInt(record.costNano)));
    this.observeTokens(record);
    this.observeLatency(record);
  }

  private observeTokens({ usage }: CompletionRecord): void {
    if (usage === undefined) return;
    const input = totalInputTokens(usage);
    const output = totalOutputTokens(usage);
    const [total, ofInput, ofOutput] = this.tokens;
    total?.inc(input + output);
    ofInput?.inc(input);
    ofOutput?.inc(output);
  }

  private observeLatency(record: CompletionRecord): void {
    const total = (record.endedAt - record.receivedAt) / 1000;
    this.latency.observe(Math.max(0, total));
    const last = record.attempts.at(-1);
    if (last === undefined) return;
    const upstream = record.attempts.reduce((sum, attempt) => sum + attempt.endedAt - attempt.startedAt, 0) / 1000;
    this.apiLatency.observe(Math.max(0, upstream));
    this.overhead.observe(Math.max(0, total - upstream));
    if (record.stream && record.firstTokenAt !== undefined) {
      this.firstToken.observe(Math.max(0, record.firstTokenAt - last.startedAt) / 1000);
    }
  }
}
