import type { CompletionRecord } from '@tollgate/canonical';
import { Metrics } from './metrics.js';

function record(more: Partial<CompletionRecord> = {}): CompletionRecord {
  return {
    receivedAt: 1_000,
    endedAt: 3_000,
    status: 'success',
    httpStatus: 200,
    route: '/v1/chat/completions',
    stream: false,
    keyHash: 'hash',
    modelGroup: 'group',
    model: 'model',
    provider: 'openai',
    deploymentId: 'dep',
    usage: { inputUncached: 7, cacheRead: 3, output: 5 },
    costNano: '2000000000',
    attempts: [{ startedAt: 1_500, endedAt: 2_500 }],
    modelRequested: 'free text of a client',
    customer: 'alice@example.com',
    ...more,
  } as unknown as CompletionRecord;
}

/** The value of the only series of a metric. */
async function valueOf(metrics: Metrics, name: string): Promise<number> {
  const lines = (await metrics.text())
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

describe('Metrics', () => {
  it('counts a request, its tokens and its dollars under LiteLLM’s names', async () => {
    const metrics = new Metrics();
    metrics.observe(record());
    metrics.observe(record());
    expect(await valueOf(metrics, 'litellm_proxy_total_requests_metric')).toBe(2);
    expect(await valueOf(metrics, 'litellm_proxy_failed_requests_metric')).toBe(0);
    expect(await valueOf(metrics, 'litellm_input_tokens_metric')).toBe(20);
    expect(await valueOf(metrics, 'litellm_output_tokens_metric')).toBe(10);
    expect(await valueOf(metrics, 'litellm_total_tokens_metric')).toBe(30);
    expect(await valueOf(metrics, 'litellm_spend_metric')).toBe(4);
    expect(await valueOf(metrics, 'litellm_request_total_latency_metric_sum')).toBe(4);
    expect(await valueOf(metrics, 'litellm_llm_api_latency_metric_sum')).toBe(2);
    expect(await valueOf(metrics, 'litellm_overhead_latency_metric_sum')).toBe(2);
  });

  it('counts failures by their code, and requests without a price apart from spend', async () => {
    const metrics = new Metrics();
    metrics.observe(record({ status: 'failure', httpStatus: 502, errorCode: 'upstream_error', costNano: null }));
    expect(await metrics.text()).toMatch(
      /litellm_proxy_failed_requests_metric\{.*exception_status="502",exception_class="upstream_error"\} 1/,
    );
    expect(await valueOf(metrics, 'tollgate_unpriced_requests')).toBe(1);
    expect(await valueOf(metrics, 'litellm_spend_metric')).toBe(0);
  });

  it('shows nothing that a client wrote', async () => {
    const metrics = new Metrics();
    metrics.observe(record());
    expect(await metrics.text()).not.toMatch(/free text|alice/);
  });

  it('keeps a bounded number of series, and counts the rest as others', async () => {
    const metrics = new Metrics(3);
    for (let key = 0; key < 50; key += 1) metrics.observe(record({ keyHash: `key-${key}` }));
    const series = (await metrics.text())
      .split('\n')
      .filter((line) => line.startsWith('litellm_proxy_total_requests_metric{'));
    expect(series).toHaveLength(4);
    expect(series.at(-1)).toMatch(/hashed_api_key="other".* 47$/);
  });

  it('counts who is in flight, and who is refused before the caller is known', async () => {
    const metrics = new Metrics();
    metrics.requestBegan();
    metrics.requestBegan();
    metrics.requestEnded();
    metrics.refusedAtTheEdge('/v1/messages', 401, 'invalid_key');
    expect(await valueOf(metrics, 'litellm_in_flight_requests')).toBe(1);
    expect(await metrics.text()).toMatch(
      /litellm_proxy_failed_requests_metric\{.*route="\/v1\/messages",exception_status="401",exception_class="invalid_key"\} 1/,
    );
  });

  it('reads gauges when it is asked', async () => {
    const metrics = new Metrics();
    let waiters = 1;
    metrics.gauge('tollgate_budget_waiters', 'x', () => waiters);
    waiters = 7;
    expect(await valueOf(metrics, 'tollgate_budget_waiters')).toBe(7);
  });

  it('survives a clock that was set back', () => {
    expect(() =>
      new Metrics().observe(record({ endedAt: 0, attempts: [{ startedAt: 5, endedAt: 1 }] as never })),
    ).not.toThrow();
  });
});
