import type { Counter, Histogram } from 'prom-client';
import { type CompletionRecord, totalInputTokens, totalOutputTokens } from '@tollgate/canonical';
import { usdFromNanoUsd } from '@tollgate/kernel';
import type { RequestFamilies } from './request-families.js';
import type { CallerLabels, RequestKind } from './request-kind.js';

/**
 * The series that requests of one kind are counted in (same caller, model, route and outcome), bound to their labels once:
 * putting labels together for each of ten metrics would cost more than counting.
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
  private readonly ofCaller: readonly Bound[];

  constructor(families: RequestFamilies, who: CallerLabels, kind: RequestKind) {
    const { requestedModel: requested_model, model, modelId: model_id, provider, route, status, failure } = kind;
    const call = { ...who, requested_model, model_id, route };
    const requests = bind(families.requests, { ...call, status_code: status });
    const failed =
      failure === undefined
        ? undefined
        : bind(families.failed, { ...call, exception_status: status, exception_class: failure });
    const spend = bind(families.spend, { ...who, model });
    const tokens = [families.totalTokens, families.inputTokens, families.outputTokens].map((family) =>
      bind(family, { ...who, model, requested_model }),
    );
    this.ofCaller = [requests, spend, ...tokens, ...(failed === undefined ? [] : [failed])];
    this.requests = requests.series;
    this.failed = failed?.series;
    this.spend = spend.series;
    this.tokens = tokens.map(({ series }) => series);
    this.unpriced = families.unpriced.labels({ model });
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

  /** Takes the series with the caller's labels out of the exposition; those that callers share stay. */
  remove(): void {
    for (const { remove } of this.ofCaller) remove();
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

interface Bound {
  readonly series: Counter.Internal;
  readonly remove: () => void;
}

function bind(family: Counter, labels: Record<string, string>): Bound {
  return { series: family.labels(labels), remove: () => family.remove(labels) };
}
