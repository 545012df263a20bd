import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { CompletionRecord } from '@tollgate/canonical';
import { RequestSeries } from './request-series.js';

/** LiteLLM's latency buckets, seconds (its constants page; dashboards depend on them). */
const LATENCY_BUCKETS = [
  0.005, 0.00625, 0.0125, 0.025, 0.05, 0.1, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 5.5, 6, 6.5, 7, 7.5, 8, 8.5, 9, 9.5,
  10, 15, 20, 25, 30, 60, 120, 180, 240, 300,
];

const WHO = ['hashed_api_key', 'api_key_alias', 'team', 'user'] as const;
/** Different label sets kept; a further one is counted under `other`, so that no caller can fill the memory. */
const LABEL_SETS_MAX = 5_000;

/**
 * Prometheus metrics under LiteLLM's names, fed from completion records. Label values come from keys, groups and deployments,
 * never from a client's free text.
 */
export class Metrics {
  readonly registry = new Registry();
  private readonly series = new Map<string, RequestSeries>();
  private readonly families = {
    requests: this.counter('litellm_proxy_total_requests_metric', 'Requests', [
      ...WHO,
      'requested_model',
      'route',
      'status_code',
    ]),
    failed: this.counter('litellm_proxy_failed_requests_metric', 'Failed requests', [
      ...WHO,
      'requested_model',
      'route',
      'exception_status',
      'exception_class',
    ]),
    spend: this.counter('litellm_spend_metric', 'Spend, dollars', [...WHO, 'model']),
    totalTokens: this.counter('litellm_total_tokens_metric', 'Tokens', [...WHO, 'model', 'requested_model']),
    inputTokens: this.counter('litellm_input_tokens_metric', 'Input tokens', [...WHO, 'model', 'requested_model']),
    outputTokens: this.counter('litellm_output_tokens_metric', 'Output tokens', [...WHO, 'model', 'requested_model']),
    unpriced: this.counter('tollgate_unpriced_requests', 'Requests served whose price is unknown', ['model']),
    latency: this.histogram('litellm_request_total_latency_metric', 'Whole request, seconds', [
      'model',
      'requested_model',
    ]),
    apiLatency: this.histogram('litellm_llm_api_latency_metric', 'Provider call, seconds', [
      'model',
      'requested_model',
    ]),
    firstToken: this.histogram('litellm_llm_api_time_to_first_token_metric', 'Time to first token, seconds', [
      'model',
      'model_id',
    ]),
    overhead: this.histogram('litellm_overhead_latency_metric', 'Time in the gateway, seconds', [
      'model_group',
      'api_provider',
    ]),
  };
  private readonly inFlight = new Gauge({
    name: 'litellm_in_flight_requests',
    help: 'Requests in flight',
    registers: [this.registry],
  });

  /** `labelSetsMax` is smaller in tests. */
  constructor(private readonly labelSetsMax = LABEL_SETS_MAX) {}

  /** A gauge read when scraped (journal backlog, waiters …). */
  gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers: [this.registry],
      collect() {
        this.set(read());
      },
    });
  }

  requestBegan(): void {
    this.inFlight.inc();
  }

  requestEnded(): void {
    this.inFlight.dec();
  }

  /** A refusal before the caller was known: counted, never a record. */
  refusedAtTheEdge(route: string, status: number, code: string): void {
    const nobody = { hashed_api_key: '', api_key_alias: '', team: '', user: '', requested_model: '', route };
    this.families.requests.inc({ ...nobody, status_code: String(status) });
    this.families.failed.inc({ ...nobody, exception_status: String(status), exception_class: code });
  }

  /** One record; called once for each request that had a caller. */
  observe(record: CompletionRecord): void {
    const id = RequestSeries.idOf(record);
    let series = this.series.get(id);
    if (series === undefined) {
      const named = this.series.size < this.labelSetsMax;
      series = new RequestSeries(this.families, record, named);
      if (named) this.series.set(id, series);
    }
    series.observe(record);
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }

  private counter(name: string, help: string, labelNames: readonly string[]): Counter {
    return new Counter({ name, help, labelNames: [...labelNames], registers: [this.registry] });
  }

  private histogram(name: string, help: string, labelNames: readonly string[]): Histogram {
    return new Histogram({
      name,
      help,
      labelNames: [...labelNames],
      buckets: LATENCY_BUCKETS,
      registers: [this.registry],
    });
  }
}
