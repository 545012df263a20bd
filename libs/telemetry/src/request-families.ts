import { Counter, Histogram, type Registry } from 'prom-client';

type CounterName = 'requests' | 'failed' | 'spend' | 'totalTokens' | 'inputTokens' | 'outputTokens' | 'unpriced';
type HistogramName = 'latency' | 'apiLatency' | 'firstToken' | 'overhead';

/** What requests are counted in. */
export type RequestFamilies = Readonly<Record<CounterName, Counter> & Record<HistogramName, Histogram>>;

/** LiteLLM's latency buckets, seconds (its constants page; dashboards depend on them). */
const LATENCY_BUCKETS = [
  0.005, 0.00625, 0.0125, 0.025, 0.05, 0.1, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 5.5, 6, 6.5, 7, 7.5, 8, 8.5, 9, 9.5,
  10, 15, 20, 25, 30, 60, 120, 180, 240, 300,
];

/** LiteLLM's labels for the caller, without those that would name an end user. */
const WHO = ['hashed_api_key', 'api_key_alias', 'team', 'user'] as const;

/**
 * LiteLLM's request metrics. Counters end in `_total`: Python's client adds that to the names in LiteLLM's documentation, so
 * that dashboards made for it ask for `litellm_spend_metric_total`. `docs/runbook.md` lists them all; a test compares.
 */
export function createRequestFamilies(registry: Registry): RequestFamilies {
  const counter = (name: string, help: string, labelNames: readonly string[]): Counter =>
    new Counter({ name: `${name}_total`, help, labelNames: [...labelNames], registers: [registry] });
  const latency = (name: string, help: string, labelNames: readonly string[]): Histogram =>
    new Histogram({ name, help, labelNames: [...labelNames], buckets: LATENCY_BUCKETS, registers: [registry] });
  const tokens = [...WHO, 'model', 'requested_model'];
  const call = [...WHO, 'requested_model', 'model_id', 'route'];
  return {
    requests: counter('litellm_proxy_total_requests_metric', 'Requests, however they ended', [...call, 'status_code']),
    failed: counter('litellm_proxy_failed_requests_metric', 'Requests that were refused, failed or cancelled', [
      ...call,
      'exception_status',
      'exception_class',
    ]),
    spend: counter('litellm_spend_metric', 'Money spent, dollars', [...WHO, 'model']),
    totalTokens: counter('litellm_total_tokens_metric', 'Input and output tokens', tokens),
    inputTokens: counter('litellm_input_tokens_metric', 'Input tokens, cached ones included', tokens),
    outputTokens: counter('litellm_output_tokens_metric', 'Output tokens, reasoning included', tokens),
    unpriced: counter('tollgate_unpriced_requests', 'Requests served whose price is unknown', ['model']),
    latency: latency('litellm_request_total_latency_metric', 'From the request to the end of its answer, seconds', [
      'model',
      'requested_model',
    ]),
    apiLatency: latency('litellm_llm_api_latency_metric', 'Spent at providers, all attempts, seconds', [
      'model',
      'requested_model',
    ]),
    firstToken: latency(
      'litellm_llm_api_time_to_first_token_metric',
      'From the call of the provider to its first token, streams only, seconds',
      ['model', 'model_id'],
    ),
    overhead: latency('litellm_overhead_latency_metric', 'Spent in the gateway itself, seconds', [
      'model_group',
      'api_provider',
    ]),
  };
}
