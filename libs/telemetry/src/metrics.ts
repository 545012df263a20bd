import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { type CompletionRecord, totalInputTokens, totalOutputTokens } from '@tollgate/canonical';
import { usdFromNanoUsd } from '@tollgate/kernel';

/** LiteLLM's latency buckets, seconds (its constants page; dashboards depend on them). */
const LATENCY_BUCKETS = [
  0.005, 0.00625, 0.0125, 0.025, 0.05, 0.1, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 5.5, 6, 6.5, 7, 7.5, 8, 8.5, 9, 9.5, 10, 15,
  20, 25, 30, 60, 120, 180, 240, 300,
];

const WHO = ['hashed_api_key', 'api_key_alias', 'team', 'user'] as const;
/** Different label sets kept; a further one is counted under `other`, so that no caller can fill the memory. */
const LABEL_SETS_MAX = 5_000;

type Labels = Record<string, string>;

/**
 * Prometheus metrics under LiteLLM's names, fed from completion records. Label values come from keys, groups and deployments,
 * never from a client's free text.
 */
export class Metrics {
  readonly registry = new Registry();
  private readonly labelSets = new Set<string>();
  private readonly requests = this.counter('litellm_proxy_total_requests_metric', 'Requests', [...WHO, 'requested_model', 'route', 'status_code']);
  private readonly failed = this.counter('litellm_proxy_failed_requests_metric', 'Failed requests', [
    ...WHO,
    'requested_model',
    'route',
    'exception_status',
    'exception_class',
  ]);
  private readonly spend = this.counter('litellm_spend_metric', 'Spend, dollars', [...WHO, 'model']);
  private readonly totalTokens = this.counter('litellm_total_tokens_metric', 'Tokens', [...WHO, 'model', 'requested_model']);
  private readonly inputTokens = this.counter('litellm_input_tokens_metric', 'Input tokens', [...WHO, 'model', 'requested_model']);
  private readonly outputTokens = this.counter('litellm_output_tokens_metric', 'Output tokens', [...WHO, 'model', 'requested_model']);
  private readonly unpriced = this.counter('tollgate_unpriced_requests', 'Requests served whose price is unknown', ['model']);
  private readonly latency = this.histogram('litellm_request_total_latency_metric', 'Whole request, seconds', ['model', 'requested_model']);
  private readonly apiLatency = this.histogram('litellm_llm_api_latency_metric', 'Provider call, seconds', ['model', 'requested_model']);
  private readonly firstToken = this.histogram('litellm_llm_api_time_to_first_token_metric', 'Time to first token, seconds', ['model', 'model_id']);
  private readonly overhead = this.histogram('litellm_overhead_latency_metric', 'Time in the gateway, seconds', ['model_group', 'api_provider']);
  private readonly inFlight = new Gauge({
    name: 'litellm_in_flight_requests',
    help: 'Requests in flight',
    registers: [this.registry],
  });

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
    this.requests.inc({ ...nobody, status_code: String(status) });
    this.failed.inc({ ...nobody, exception_status: String(status), exception_class: code });
  }

  /** One record; called once for each request that had a caller. */
  observe(record: CompletionRecord): void {
    const who = this.bounded({
      hashed_api_key: record.keyHash,
      api_key_alias: record.keyAlias ?? '',
      team: record.teamId ?? '',
      user: record.userId ?? '',
    });
    const model = this.bounded({ m: record.model ?? '' })['m'] ?? '';
    const requested = this.bounded({ m: record.modelGroup ?? '' })['m'] ?? '';
    this.requests.inc({ ...who, requested_model: requested, route: record.route, status_code: String(record.httpStatus) });
    if (record.status !== 'success') {
      const failure = { exception_status: String(record.httpStatus), exception_class: record.errorCode ?? record.status };
      this.failed.inc({ ...who, requested_model: requested, route: record.route, ...failure });
    }
    if (record.costNano !== null) this.spend.inc({ ...who, model }, usdFromNanoUsd(BigInt(record.costNano)));
    else this.unpriced.inc({ model });
    this.observeTokens(record, { ...who, model, requested_model: requested });
    this.observeLatency(record, model, requested);
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }

  private observeTokens(record: CompletionRecord, labels: Labels): void {
    if (record.usage === undefined) return;
    const input = totalInputTokens(record.usage);
    const output = totalOutputTokens(record.usage);
    this.totalTokens.inc(labels, input + output);
    this.inputTokens.inc(labels, input);
    this.outputTokens.inc(labels, output);
  }

  private observeLatency(record: CompletionRecord, model: string, requested: string): void {
    const total = (record.endedAt - record.receivedAt) / 1000;
    this.latency.observe({ model, requested_model: requested }, total);
    const last = record.attempts.at(-1);
    if (last === undefined) return;
    const upstream = record.attempts.reduce((sum, attempt) => sum + attempt.endedAt - attempt.startedAt, 0) / 1000;
    this.apiLatency.observe({ model, requested_model: requested }, upstream);
    this.overhead.observe({ model_group: requested, api_provider: last.provider }, Math.max(0, total - upstream));
    if (record.stream && record.firstTokenAt !== undefined) {
      this.firstToken.observe({ model, model_id: last.deploymentId }, (record.firstTokenAt - last.startedAt) / 1000);
    }
  }

  private bounded(labels: Labels): Labels {
    const id = Object.values(labels).join('\u0000');
    if (this.labelSets.has(id)) return labels;
    if (this.labelSets.size < LABEL_SETS_MAX) {
      this.labelSets.add(id);
      return labels;
    }
    return Object.fromEntries(Object.keys(labels).map((name) => [name, 'other']));
  }

  private counter(name: string, help: string, labelNames: readonly string[]): Counter {
    return new Counter({ name, help, labelNames: [...labelNames], registers: [this.registry] });
  }

  private histogram(name: string, help: string, labelNames: readonly string[]): Histogram {
    return new Histogram({ name, help, labelNames: [...labelNames], buckets: LATENCY_BUCKETS, registers: [this.registry] });
  }
}
