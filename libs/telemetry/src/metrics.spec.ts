import { ANONYMOUS_KEY_ID, type CompletionRecord, type Deployment, MASTER_KEY_ID } from '@tollgate/canonical';
import { Metrics } from './metrics.js';

function record(more: Partial<CompletionRecord> = {}): CompletionRecord {
  return {
    receivedAt: 1_000,
    endedAt: 3_000,
    keyId: 'key',
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

const served = {
  group: 'group',
  deployment: { target: { model: 'model', litellmModel: 'openai/model' } } as Deployment,
};
const wildcard = { group: 'openai/*', deployment: { target: { model: '*', litellmModel: 'openai/*' } } as Deployment };

async function linesOf(metrics: Metrics, name = ''): Promise<readonly string[]> {
  return (await metrics.text())
    .split('\n')
    .filter((line) => line.startsWith(name === '' ? '' : `${name}{`) || line.startsWith(`${name} `));
}

/** The sum over the series of a metric. */
async function valueOf(metrics: Metrics, name: string): Promise<number> {
  return (await linesOf(metrics, name)).reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

describe('Metrics', () => {
  it('counts a request, its tokens and its dollars under the names that LiteLLM’s dashboards ask for', async () => {
    const metrics = new Metrics();
    metrics.observe(record(), served);
    metrics.observe(record(), served);
    expect(await valueOf(metrics, 'litellm_proxy_total_requests_metric_total')).toBe(2);
    expect(await valueOf(metrics, 'litellm_proxy_failed_requests_metric_total')).toBe(0);
    expect(await valueOf(metrics, 'litellm_input_tokens_metric_total')).toBe(20);
    expect(await valueOf(metrics, 'litellm_output_tokens_metric_total')).toBe(10);
    expect(await valueOf(metrics, 'litellm_total_tokens_metric_total')).toBe(30);
    expect(await valueOf(metrics, 'litellm_spend_metric_total')).toBe(4);
    expect(await valueOf(metrics, 'litellm_request_total_latency_metric_sum')).toBe(4);
    expect(await valueOf(metrics, 'litellm_llm_api_latency_metric_sum')).toBe(2);
    expect(await valueOf(metrics, 'litellm_overhead_latency_metric_sum')).toBe(2);
  });

  it('counts failures by their code, and requests without a price apart from spend', async () => {
    const metrics = new Metrics();
    metrics.observe(
      record({ status: 'failure', httpStatus: 502, errorCode: 'upstream_error', costNano: null }),
      served,
    );
    expect(await metrics.text()).toMatch(
      /litellm_proxy_failed_requests_metric_total\{.*exception_status="502",exception_class="upstream_error"\} 1/,
    );
    expect(await valueOf(metrics, 'tollgate_unpriced_requests_total')).toBe(1);
    expect(await valueOf(metrics, 'litellm_spend_metric_total')).toBe(0);
  });

  it('names models as the operator configured them, whatever clients ask for beneath a wildcard', async () => {
    const metrics = new Metrics();
    const ask = (model: string): void =>
      metrics.observe(record({ modelRequested: model, modelGroup: `openai/${model}`, model, stream: true }), wildcard);
    ask('invented-0');
    const { length } = await linesOf(metrics);
    for (let number = 1; number < 5_000; number += 1) ask(`invented-${String(number)}`);
    expect(await linesOf(metrics)).toHaveLength(length);
    expect(await metrics.text()).not.toContain('invented');
    expect(await linesOf(metrics, 'litellm_input_tokens_metric_total')).toEqual([
      expect.stringMatching(/,model="openai\/\*",requested_model="openai\/\*"\} 50000$/),
    ]);
  });

  it('reads what others count when it is scraped', async () => {
    const metrics = new Metrics();
    let counted = 0;
    metrics.counter('tollgate_things_total', 'Things', () => counted);
    expect(await linesOf(metrics, 'tollgate_things_total')).toEqual(['tollgate_things_total 0']);
    counted = 3;
    expect(await linesOf(metrics, 'tollgate_things_total')).toEqual(['tollgate_things_total 3']);
    expect(await metrics.text()).toContain('# TYPE tollgate_things_total counter');
  });

  it('shows nothing that a client wrote', async () => {
    const metrics = new Metrics();
    const words = { customer: 'word', tags: ['word'], userAgent: 'word', callId: 'word', sessionId: 'word' };
    metrics.observe(record({ ...words, modelRequested: 'word', modelGroup: 'word', model: 'word' }), served);
    metrics.observe(record({ ...words, modelRequested: 'word', modelGroup: 'word', status: 'refused' }), {});
    expect(await metrics.text()).not.toContain('word');
  });

  it('says of the master key and of callers without one what they are, and shows no hash that could be guessed from', async () => {
    const metrics = new Metrics();
    metrics.observe(record({ keyId: MASTER_KEY_ID, keyHash: 'secret-1' }), served);
    metrics.observe(record({ keyId: ANONYMOUS_KEY_ID, keyHash: 'secret-2' }), served);
    const text = await metrics.text();
    expect(text).not.toContain('secret');
    expect(text).toContain('hashed_api_key="litellm_proxy_master_key"');
    expect(text).toContain('hashed_api_key="anonymous"');
  });

  it('keeps its size whatever number of keys call, and loses no count', async () => {
    const metrics = new Metrics();
    for (let key = 0; key < 5_000; key += 1) {
      const codes = key % 2 === 0 ? {} : { status: 'failure' as const, httpStatus: 502, errorCode: 'upstream_error' };
      metrics.observe(record({ keyHash: `key-${String(key)}`, ...codes }), served);
    }
    expect((await linesOf(metrics)).length).toBeLessThan(4_000);
    expect(await valueOf(metrics, 'litellm_proxy_total_requests_metric_total')).toBe(5_000);
    expect(await valueOf(metrics, 'litellm_spend_metric_total')).toBe(10_000);
  });

  it('counts the callers for whom there is no place together, with their models', async () => {
    const metrics = new Metrics({ callersMax: 3 });
    for (let key = 0; key < 50; key += 1) metrics.observe(record({ keyHash: `key-${String(key)}` }), served);
    const series = await linesOf(metrics, 'litellm_proxy_total_requests_metric_total');
    expect(series).toHaveLength(4);
    expect(series.at(-1)).toMatch(/hashed_api_key="other",.*requested_model="group".* 47$/);
  });

  it('gives the place of a caller who was away for an hour to a new one, and takes its series off', async () => {
    const metrics = new Metrics({ callersMax: 2 });
    const hour = 3_600_000;
    const call = (keyHash: string, endedAt: number): void => metrics.observe(record({ keyHash, endedAt }), served);
    call('away', 0);
    call('here', 0);
    call('here', hour);
    call('new', hour - 1);
    expect(await metrics.text()).not.toContain('hashed_api_key="new"');
    call('new', hour);
    const text = await metrics.text();
    expect(text).not.toContain('hashed_api_key="away"');
    expect(text).toContain('hashed_api_key="here"');
    for (const name of ['litellm_proxy_total_requests_metric', 'litellm_spend_metric', 'litellm_total_tokens_metric']) {
      expect(text).toContain(`${name}_total{hashed_api_key="new"`);
    }
  });

  it('bounds what one caller can be counted under, too', async () => {
    const metrics = new Metrics({ seriesMax: 10 });
    for (let number = 0; number < 50; number += 1) {
      metrics.observe(record({ httpStatus: 400 + number, status: 'failure' }), served);
    }
    const named = (await linesOf(metrics, 'litellm_proxy_total_requests_metric_total')).filter(
      (line) => !line.includes('hashed_api_key="other"'),
    );
    expect(named).toHaveLength(10);
    expect(await valueOf(metrics, 'litellm_proxy_total_requests_metric_total')).toBe(50);
  });

  it('counts who is in flight, and who is refused before the caller is known', async () => {
    const metrics = new Metrics();
    metrics.requestBegan();
    metrics.requestBegan();
    metrics.requestEnded();
    metrics.refusedAtTheEdge('/v1/messages', 401, 'invalid_key');
    expect(await valueOf(metrics, 'litellm_in_flight_requests')).toBe(1);
    expect(await metrics.text()).toMatch(
      /litellm_proxy_failed_requests_metric_total\{.*route="\/v1\/messages",exception_status="401",exception_class="invalid_key"\} 1/,
    );
  });

  it('counts the error of input counts by the model as configured, what was too little apart from what was too much', async () => {
    const metrics = new Metrics();
    metrics.inputCounted(wildcard.deployment, 12);
    metrics.inputCounted(wildcard.deployment, 3);
    metrics.inputCounted(wildcard.deployment, -4);
    metrics.inputCounted(served.deployment, 0);
    const name = 'tollgate_input_count_error_tokens_total';
    expect(await linesOf(metrics, name)).toEqual([
      `${name}{model="openai/*",direction="under"} 15`,
      `${name}{model="openai/*",direction="over"} 4`,
      `${name}{model="model",direction="under"} 0`,
    ]);
  });

  it('lets others run while it writes, and writes once for scrapes that overlap', async () => {
    const metrics = new Metrics();
    let reads = 0;
    metrics.gauge('tollgate_counters', 'x', () => (reads += 1));
    let turns = 0;
    let whole = false;
    const others = (async () => {
      while (!whole) {
        await new Promise((resolve) => setImmediate(resolve));
        turns += 1;
      }
    })();
    const texts = await Promise.all([metrics.text(), metrics.text()]);
    whole = true;
    await others;
    expect(texts[0]).toBe(texts[1]);
    expect(reads).toBe(1);
    expect(turns).toBeGreaterThan(5);
    await metrics.text();
    expect(reads).toBe(2);
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
      new Metrics().observe(record({ endedAt: 0, attempts: [{ startedAt: 5, endedAt: 1 }] as never }), served),
    ).not.toThrow();
  });
});
