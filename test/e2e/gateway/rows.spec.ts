import {
  attemptsOf,
  callGateway,
  createKey,
  describeAtBothEnds,
  openCall,
  rowsOfKey,
  sumOfCosts,
  waitFor,
  waitForRows,
} from '../../support/gateway/index.js';
import { buildConfig, buildModel } from '../../support/builders/index.js';
import { answerJson, Gate, ReplayUpstream, speakChat, speakMessage } from '../../support/upstream/index.js';

const upstream = ReplayUpstream.ofFile();

const messages = [{ role: 'user', content: 'Hello!' }];
/** 20 tokens in at 1,000 and 10 out at 2,000 nano-dollars. */
const COST_NANO = 20n * 1_000n + 10n * 2_000n;
const spoken = { outputTokens: 10, promptTokens: 20 };

function config(): object {
  const prices = { inputCost: 0.000001, outputCost: 0.000002 };
  const chat = { apiBase: `${upstream.url}/v1`, ...prices };
  return buildConfig(
    [
      buildModel({ name: 'priced', model: 'openai/priced', ...chat }),
      buildModel({ name: 'priced-claude', model: 'anthropic/priced-claude', apiBase: upstream.url, ...prices }),
      buildModel({
        name: 'flaky',
        model: 'openai/flaky',
        ...chat,
        params: { num_retries: 1 },
        info: { id: 'flaky-1' },
      }),
      buildModel({
        name: 'unpriced',
        model: 'openai/nobody-knows-its-price',
        apiBase: `${upstream.url}/v1`,
        inputCost: 0.000001,
      }),
      buildModel({
        name: 'talkative',
        model: 'openai/talkative',
        ...chat,
        params: { num_retries: 3 },
      }),
    ],
    { router_settings: { num_retries: 0, retry_after: 0 } },
  );
}

describeAtBothEnds(
  'each call leaves exactly one row',
  () => ({ config: config() }),
  (gateway) => {
    beforeEach(() => {
      upstream.on('priced', (request) => speakChat(request, spoken));
      upstream.on('priced-claude', (request) => speakMessage(request, spoken));
      upstream.on('nobody-knows-its-price', (request) => speakChat(request, spoken));
    });

    it.each([
      ['a chat', 'POST /v1/chat/completions', 'priced', false],
      ['a streamed chat', 'POST /chat/completions', 'priced', true],
      ['a message', 'POST /v1/messages', 'priced-claude', false],
      ['a streamed message', 'POST /v1/messages', 'priced-claude', true],
      ['a chat at another dialect', 'POST /v1/chat/completions', 'priced-claude', true],
      ['a message at another dialect', 'POST /v1/messages', 'priced', true],
    ])('of %s, with its exact cost, its usage and its attempt', async (_name, route, model, stream) => {
      const { key, hash } = await createKey(gateway());
      const answer = await callGateway(gateway(), route, { key, body: { model, messages, stream, max_tokens: 100 } });
      expect(answer.status).toBe(200);
      const rows = await waitForRows(gateway().databaseUrl, hash, 1);
      expect(rows).toHaveLength(1);
      expect(rows[0]).toMatchObject({
        status: 'success',
        http_status: 200,
        stream,
        model_group: model,
        cost_nano: COST_NANO,
        cost_estimated: false,
        input_uncached: 20,
        output: 10,
        attempts: 1,
        call_id: answer.headers.get('x-litellm-call-id'),
        provider_response_id: expect.stringMatching(/replay/),
      });
      expect(await attemptsOf(gateway().databaseUrl, rows[0]?.request_id ?? '')).toMatchObject([
        { attempt: 1, outcome: 'success', cost_nano: COST_NANO, estimated: false },
      ]);
    });

    it('of a call that was tried twice: both attempts, the cost of the one that was billed', async () => {
      const { key, hash } = await createKey(gateway());
      const first = upstream.of('flaky').length + 1;
      upstream.on('flaky', (request) =>
        upstream.of('flaky').length === first
          ? answerJson(500, { error: { message: 'No.' } })
          : speakChat(request, spoken),
      );
      const answer = await callGateway(gateway(), 'POST /v1/chat/completions', {
        key,
        body: { model: 'flaky', messages },
      });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('x-litellm-attempted-retries')).toBe('1');
      const [row] = await waitForRows(gateway().databaseUrl, hash, 1);
      expect(row).toMatchObject({ status: 'success', attempts: 2, cost_nano: COST_NANO });
      expect(await attemptsOf(gateway().databaseUrl, row?.request_id ?? '')).toMatchObject([
        { attempt: 1, outcome: 'failure', cost_nano: 0n },
        { attempt: 2, outcome: 'success', cost_nano: COST_NANO },
      ]);
    });

    it('of an error of the provider, of a refusal, and of a call that was cancelled while it waited', async () => {
      const { key, hash } = await createKey(gateway(), { models: ['priced'] });
      upstream.on(
        'priced',
        answerJson(400, { error: { message: 'No.', type: 'invalid_request_error', param: null, code: null } }),
      );
      await callGateway(gateway(), 'POST /v1/chat/completions', { key, body: { model: 'priced', messages } });
      await callGateway(gateway(), 'POST /v1/chat/completions', { key, body: { model: 'unpriced', messages } });
      const gate = new Gate();
      upstream.on('priced', (request) => speakChat(request, { ...spoken, before: gate.opened }));
      const number = upstream.of('priced').length + 1;
      const abort = new AbortController();
      const waiting = openCall(gateway(), 'POST /v1/chat/completions', {
        key,
        body: { model: 'priced', messages },
        signal: abort.signal,
      });
      const received = await upstream.received('priced', number);
      abort.abort();
      await expect(waiting).rejects.toThrow();
      await waitFor('the provider to see the end', () => received.aborted);
      gate.open();
      const rows = await waitForRows(gateway().databaseUrl, hash, 3);
      expect(rows).toMatchObject([
        { status: 'failure', http_status: 400, error_code: 'upstream_error', cost_nano: 0n, cost_estimated: false },
        { status: 'refused', http_status: 403, error_code: 'model_not_allowed', cost_nano: 0n, attempts: 0 },
        { status: 'cancelled', http_status: 499, error_code: 'client_closed', cost_estimated: true },
      ]);
      // it may have been billed, so it is not free
      expect(rows[2]?.cost_nano).toBeGreaterThan(0n);
    });

    it('of a stream that the provider broke off: an error in the stream, an estimated charge, no clean end', async () => {
      const { key, hash } = await createKey(gateway());
      upstream.on('priced', (request) => speakChat(request, { ...spoken, cutAfter: 6 }));
      const answer = await callGateway(gateway(), 'POST /v1/chat/completions', {
        key,
        body: { model: 'priced', messages, stream: true },
      });
      expect(answer.status).toBe(200);
      expect(answer.events.at(-1)?.data).toMatchObject({
        error: { type: expect.any(String), code: expect.any(String) },
      });
      const [row] = await waitForRows(gateway().databaseUrl, hash, 1);
      expect(row).toMatchObject({ status: 'failure', cost_estimated: true });
      expect(row?.cost_nano).toBeGreaterThan(0n);
    });

    it('of a stream that its client left: the same words as of a whole answer that was left', async () => {
      const { key, hash } = await createKey(gateway());
      const gate = new Gate();
      upstream.on('priced', (request) =>
        speakChat(request, { ...spoken, gate: (index) => (index < 4 ? undefined : gate.opened) }),
      );
      const number = upstream.of('priced').length + 1;
      const abort = new AbortController();
      const answer = await openCall(gateway(), 'POST /v1/chat/completions', {
        key,
        body: { model: 'priced', messages, stream: true },
        signal: abort.signal,
      });
      const received = await upstream.received('priced', number);
      await answer.body?.getReader().read();
      abort.abort();
      await waitFor('the provider to see the end', () => received.aborted);
      gate.open();
      expect(await waitForRows(gateway().databaseUrl, hash, 1)).toMatchObject([
        { status: 'cancelled', http_status: 499, error_code: 'client_closed', cost_estimated: true },
      ]);
    });

    it('of errors that say a great deal, tried often: every attempt is kept', async () => {
      const { key, hash } = await createKey(gateway());
      upstream.on('talkative', answerJson(500, { error: { message: 'No. '.repeat(15_000) } }));
      await callGateway(gateway(), 'POST /v1/chat/completions', { key, body: { model: 'talkative', messages } });
      const [row] = await waitForRows(gateway().databaseUrl, hash, 1);
      expect(row).toMatchObject({ status: 'failure', attempts: 4, cost_nano: 0n });
      expect(await attemptsOf(gateway().databaseUrl, row?.request_id ?? '')).toHaveLength(4);
    }, 30_000);

    it('of a call whose price is not wholly known: its cost is unknown, not 0', async () => {
      const { key, hash } = await createKey(gateway());
      const answer = await callGateway(gateway(), 'POST /v1/chat/completions', {
        key,
        body: { model: 'unpriced', messages },
      });
      expect(answer.status).toBe(200);
      expect(await waitForRows(gateway().databaseUrl, hash, 1)).toMatchObject([
        { status: 'success', cost_nano: null, input_uncached: 20 },
      ]);
    });

    it('and none of a caller who is not known', async () => {
      const key = 'sk-unknown-0123456789abcdef';
      await callGateway(gateway(), 'POST /v1/chat/completions', { key, body: { model: 'priced', messages } });
      const { key: known, hash } = await createKey(gateway());
      await callGateway(gateway(), 'POST /v1/chat/completions', { key: known, body: { model: 'priced', messages } });
      await waitForRows(gateway().databaseUrl, hash, 1);
      const logs = await callGateway<readonly unknown[]>(gateway(), `GET /spend/logs?api_key=${key}`);
      expect(logs.body).toEqual([]);
    });

    it('and `/key/info` and `/spend/logs` say what the rows say', async () => {
      const { key, hash } = await createKey(gateway());
      const calls = Array.from({ length: 20 }, (_, index) =>
        callGateway(gateway(), 'POST /v1/chat/completions', {
          key,
          body: { model: 'priced', messages, stream: index % 2 === 0 },
        }),
      );
      const answers = await Promise.all(calls);
      const rows = await waitForRows(gateway().databaseUrl, hash, 20);
      expect(rows).toHaveLength(20);
      expect(new Set(rows.map((row) => row.call_id))).toEqual(
        new Set(answers.map((answer) => answer.headers.get('x-litellm-call-id'))),
      );
      expect(sumOfCosts(rows)).toBe(20n * COST_NANO);
      const info = await callGateway<{ info: { spend: number } }>(gateway(), `GET /key/info?key=${key}`);
      expect(info.body.info.spend).toBeCloseTo(Number(20n * COST_NANO) / 1e9, 12);
      const logs = await callGateway<readonly { request_id: string; spend: number }[]>(
        gateway(),
        `GET /spend/logs?api_key=${hash}`,
      );
      expect(logs.body).toHaveLength(20);
      expect(logs.body.reduce((sum, { spend }) => sum + spend, 0)).toBeCloseTo(info.body.info.spend, 12);
      expect(await rowsOfKey(gateway().databaseUrl, hash)).toHaveLength(20);
    });
  },
);
