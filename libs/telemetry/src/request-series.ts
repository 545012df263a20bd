import type { Histogram } from 'prom-client';
import { type CompletionRecord, totalInputTokens, totalOutputTokens } from '@tollgate/canonical';
import { usdFromNanoUsd } from '@tollgate/kernel';
import type { RequestFamilies } from './request-families.js';
import type { CallerLabels, RequestKind } from './request-kind.js';
import { Tally } from './tally.js';

/**
 * The series that requests of one kind are counted in (same caller, model, route and outcome), bound to their labels once:
 * putting labels together for each of ten metrics would cost more than counting.
 */
export class RequestSeries {
  private readonly requests: Tally;
  private readonly failed: Tally | undefined;
  private readonly spend: Tally;
  private readonly unpriced: Tally;
  private readonly totalTokens: Tally;
  private readonly inputTokens: Tally;
  private readonly outputTokens: Tally;
  private readonly latency: Histogram.Internal<string>;
  private readonly apiLatency: Histogram.Internal<string>;
  private readonly overhead: Histogram.Internal<string>;
  private readonly firstToken: Histogram.Internal<string>;
  private readonly ofCaller: readonly Tally[];

  constructor(families: RequestFamilies, who: CallerLabels, kind: RequestKind) {
    const { requestedModel: requested_model, model, modelId: model_id, provider, route, status, failure } = kind;
    const call = { ...who, requested_model, model_id, route };
    const tokens = { ...who, model, requested_model };
    this.requests = new Tally(families.requests, { ...call, status_code: status });
    this.failed =
      failure === undefined
        ? undefined
        : new Tally(families.failed, { ...call, exception_status: status, exception_class: failure });
    this.spend = new Tally(families.spend, { ...who, model });
    this.totalTokens = new Tally(families.totalTokens, tokens);
    this.inputTokens = new Tally(families.inputTokens, tokens);
    this.outputTokens = new Tally(families.outputTokens, tokens);
    this.unpriced = new Tally(families.unpriced, { model });
    this.ofCaller = [
      this.requests,
      this.spend,
      this.totalTokens,
      this.inputTokens,
      this.outputTokens,
      ...(this.failed === undefined ? [] : [this.failed]),
    ];
    this.latency = families.latency.labels({ model, requested_model });
    this.apiLatency = families.apiLatency.labels({ model, requested_model });
    this.overhead = families.overhead.labels({ model_group: requested_model, api_provider: provider });
    this.firstToken = families.firstToken.labels({ model, model_id });
  }

  observe(record: CompletionRecord): void {
    this.requests.inc();
    this.failed?.inc();
    if (record.costNano === null) this.unpriced.inc();
    else this.spend.inc(usdFromNanoUsd(BigInt(record.costNano)));
    this.observeTokens(record);
    this.observeLatency(record);
  }

  /** Brings what was counted into the registry. */
  flush(): void {
    for (const tally of this.ofCaller) tally.flush();
    this.unpriced.flush();
  }

  /** Takes the series with the caller's labels out of the exposition; those that callers share stay. */
  remove(): void {
    this.unpriced.flush();
    for (const tally of this.ofCaller) tally.remove();
  }

  private observeTokens({ usage }: CompletionRecord): void {
    if (usage === undefined) return;
    const input = totalInputTokens(usage);
    const output = totalOutputTokens(usage);
    this.totalTokens.inc(input + output);
    this.inputTokens.inc(input);
    this.outputTokens.inc(output);
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
